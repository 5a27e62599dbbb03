import { type ChangeOptions, type ChangePorts, type Decision, makeChange } from '../change.ts';
import type { Instant } from '../instant.ts';
import { earliest } from '../wake-ups/schedule.ts';
import type { Agent, AgentKey } from './agent.ts';
import type { Backends } from './backend.ts';
import { owedBy, oweOffline } from './backend-logout.ts';
import { nextOfDeadline } from './deadline.ts';
import { withReleasedContacts } from './ended-contacts.ts';
import type { AgentEvent } from './events.ts';
import { withHold } from './hold.ts';
import { nextWakeUp } from './lease.ts';
import { nextRuleLook } from './rules/apply-rules.ts';

interface Options extends ChangeOptions {
  /** The change is what the agent's backend shows, so the backend need not be told. @default false */
  readonly isObserved?: boolean;
}

export type ChangeAgent = <Outcome>(
  key: AgentKey,
  decide: (agent: Agent | undefined, now: Instant) => Decision<Agent | undefined, AgentEvent, Outcome>,
  options?: Options,
) => Promise<Outcome>;

/**
 * Changes agents: whatever is decided, a wake-up is set for the end of the session's lease, for the next look at a backend
 * that owes something or by a rule of the agent's teams, and for the deadline of a logout. A request that changes nothing sets
 * none, because there is one already; only a delivery, which
 * may be that wake-up itself, sets the next one.
 */
export function makeChangeAgent({
  backends,
  ...ports
}: Omit<ChangePorts<AgentKey, Agent, AgentEvent>, 'target'> & { readonly backends: Backends }): ChangeAgent {
  const change = makeChange<AgentKey, Agent, AgentEvent>({
    ...ports,
    target: ({ instanceId, agentId }) => ({ kind: 'agent', instanceId, agentId }),
  });
  return (key, decide, { isObserved = false, ...options } = {}) =>
    change(
      key,
      (agent, now) => {
        const decision = withHold(agent, decide(agent, now), now);
        const isSame = decision.state === agent && decision.events.length === 0;
        const isTold = isObserved || backends(key.instanceId) === undefined;
        const ended = afterSession(agent, decision.state, now, { isObserved, isTold });
        const state = agent && ended ? withReleasedContacts(agent, ended, decision.events, now) : ended;
        const wakeUpAt =
          isSame && options.delivery === undefined
            ? undefined
            : earliest(
                nextWakeUp(state, now),
                owedBy(state)?.checkAt,
                nextOfDeadline(state, now),
                nextRuleLook(state, now),
              );
        return { ...decision, state, ...(wakeUpAt !== undefined && { wakeUpAt }) };
      },
      options,
    );
}

/**
 * The agent after a change. Whatever ended a session, when it ended is recorded, and that a backend has to be told; whatever
 * began one, that it has not.
 */
function afterSession(
  before: Agent | undefined,
  agent: Agent | undefined,
  now: Instant,
  { isObserved, isTold }: { readonly isObserved: boolean; readonly isTold: boolean },
): Agent | undefined {
  const after = agent?.session && agent.owedOffline ? withoutOwed(agent) : agent;
  if (!after || !before?.session || after.session?.sessionId === before.session.sessionId) return after;
  // Whoever ended it may know that it was over before, even that it ended in the same millisecond as the one before it.
  const isKnown = after.signedOutAt !== undefined && (isObserved || after.signedOutAt !== before.signedOutAt);
  const signedOut = isKnown ? after : { ...after, signedOutAt: now };
  return after.session || isTold ? signedOut : oweOffline(signedOut, now);
}

function withoutOwed({ owedOffline: _, ...agent }: Agent): Agent {
  return agent;
}
