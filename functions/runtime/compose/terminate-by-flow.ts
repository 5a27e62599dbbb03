import { makeTerminateByFlow } from '#core/act-for-flow.ts';
import { makeCommitAgent } from '#core/sessions/commit-agent.ts';
import { makeTerminateSession } from '#core/sessions/terminate-session.ts';
import { report } from '../observe.ts';
import { agents } from './agents.ts';
import { alarms } from './alarms.ts';
import { clock } from './clock.ts';
import { passes } from './passes.ts';
import { rateLimits as limits } from './rate-limits.ts';

/** Alarms publish what a flow has changed, so the function neither knows the bus nor may use it. */
const publisher = { publish: () => Promise.reject(new Error('Events of a flow are published by an alarm')) };

const commitAgent = makeCommitAgent({ store: agents, publisher, alarms, clock, report });

export const terminateByFlow = makeTerminateByFlow({
  passes,
  limits,
  terminateSession: makeTerminateSession({ commitAgent }),
  clock,
  report,
});
