import { makeHeartbeat } from '#core/sessions/heartbeat.ts';
import { agents } from './agents.ts';
import { clock } from './clock.ts';
import { commitAgent } from './commit-agent.ts';

export const heartbeat = makeHeartbeat({ agents, commitAgent, clock });
