import { type Change, type ChangePorts, makeChange } from '../change.ts';
import type { Instant } from '../instant.ts';
import type { Agent, AgentKey } from './agent.ts';
import type { AgentEvent } from './events.ts';
import { nextWakeUp } from './lease.ts';

export type ChangeAgent = Change<AgentKey, Agent, AgentEvent>;

/**
 * Changes agents: whatever is decided, a wake-up is set for the end of the session's lease. A request that changes nothing
 * sets none, because there is one already; only a delivery, which may be that wake-up itself, sets the next one.
 */
export function makeChangeAgent(ports: Omit<ChangePorts<AgentKey, Agent, AgentEvent>, 'target'>): ChangeAgent {
  const change = makeChange<AgentKey, Agent, AgentEvent>({
    ...ports,
    target: ({ instanceId, agentId }) => ({ kind: 'agent', instanceId, agentId }),
  });
  return (key, decide, options = {}) =>
    change(
      key,
      (agent, now) => {
        const decision = decide(agent, now);
        const isSame = decision.state === agent && decision.events.length === 0;
        const wakeUpAt = isSame && options.delivery === undefined ? undefined : nextWakeUp(decision.state, now);
        const state = withSignOutAt(agent, decision.state, now);
        return { ...decision, state, ...(wakeUpAt !== undefined && { wakeUpAt }) };
      },
      options,
    );
}

/** The agent after a change. Whatever ended a session, when it ended is recorded. */
const withSignOutAt = (before: Agent | undefined, after: Agent | undefined, now: Instant): Agent | undefined =>
  after && before?.session && after.session?.sessionId !== before.session.sessionId
    ? { ...after, signedOutAt: now }
    : after;
