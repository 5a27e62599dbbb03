import { makeCommitAgent } from '#core/sessions/commit-agent.ts';
import { report } from '../observe.ts';
import { agents } from './agents.ts';
import { alarms } from './alarms.ts';
import { clock } from './clock.ts';
import { publisher } from './publisher.ts';

export const commitAgent = makeCommitAgent({ store: agents, publisher, alarms, clock, report });
