import { makeCommit } from '#core/commit.ts';
import type { Agent, AgentKey } from '#core/sessions/agent.ts';
import type { AgentEvent } from '#core/sessions/events.ts';
import { report } from '../observe.ts';
import { agents } from './agents.ts';
import { alarms } from './alarms.ts';
import { clock } from './clock.ts';
import { publisher } from './publisher.ts';

export const commitAgent = makeCommit<AgentKey, Agent, AgentEvent>({
  store: agents,
  publisher,
  alarms,
  clock,
  report,
  target: (key) => ({ kind: 'agent', ...key }),
});
