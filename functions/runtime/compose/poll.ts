import { makePoll } from '#core/sessions/poll.ts';
import { agents } from './agents.ts';
import { clock } from './clock.ts';
import { commitAgent } from './commit-agent.ts';

export const poll = makePoll({ agents, commitAgent, clock });
