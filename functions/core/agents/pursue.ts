import { isDefinite } from '../backend-calls.ts';
import type { Instant } from '../instant.ts';
import type { Ids, Report } from '../ports.ts';
import { type Agent, type AgentKey, isSignedIn } from './agent.ts';
import { type Backends, isWorking, type Observation } from './backend.ts';
import { checked, type Owed, owedBy } from './backend-logout.ts';
import { carryOut } from './carry-out.ts';
import type { ChangeAgent } from './change-agent.ts';
import type { Timing } from './logout-order.ts';
import { observe } from './observe.ts';

interface Ports {
  readonly changeAgent: ChangeAgent;
  readonly backends: Backends;
  readonly ids: Ids;
  readonly report: Report;
}

/** The agent as its backend shows it, with what the backend still owes. */
export interface Followed {
  readonly agent: Agent | undefined;
  readonly owed: Owed | undefined;
  /** Whether it was time to look. Of wake-ups that fire twice, only one finds that. */
  readonly wasDue: boolean;
}

/** Records what a backend shows of an agent. */
export function makeFollowBackend({ changeAgent, ids }: Pick<Ports, 'changeAgent' | 'ids'>) {
  return (key: AgentKey, observation: Observation, options: { readonly isCheck?: boolean } = {}): Promise<Followed> =>
    changeAgent(
      key,
      (agent, now) => {
        const { state, events } = observe(agent, key, untilNow(observation, now), ids.next());
        const next = options.isCheck && state ? checked(state, now) : state;
        return {
          state: next,
          events,
          outcome: { agent: next, owed: owedBy(next), wasDue: (owedBy(agent)?.checkAt ?? now + 1) <= now },
        };
      },
      { delivery: 'repeated', isObserved: true },
    );
}

/** Nothing is true before it happens: an instant that is ahead, by a clock that is wrong, would hide everything until then. */
function untilNow(observation: Observation, now: Instant): Observation {
  const at = Math.min(observation.at, now);
  if (!isWorking(observation)) return { ...observation, at };
  const { status } = observation;
  return { ...observation, at, status: { ...status, since: Math.min(status.since, now) } };
}

/** A contact that has been ended leaves something to be cleared. */
const rounds = { afterContact: 1, immediate: 2 } as const satisfies Record<Timing, number>;

export type FollowBackend = ReturnType<typeof makeFollowBackend>;

/**
 * Looks at an agent whose backend has not shown yet what it was told, and tells it again if need be. There is always a next
 * look until it does: an agent may choose another status at any moment.
 */
export function makePursue({ backends, report, ...ports }: Ports) {
  const follow = makeFollowBackend(ports);

  return async (key: AgentKey): Promise<void> => {
    const backend = backends(key.instanceId);
    if (!backend) return;
    const observation = await backend.observe(key, 'urgent');
    const { agent, owed, wasDue } = await follow(key, observation, { isCheck: true });
    if (!owed || !wasDue || !isWorking(observation)) return;
    const isOver = !isSignedIn(agent) && observation.isGoingOffline;
    if (isOver) return;
    const taken = new Set<string>();
    let shown: Observation = observation;
    for (let round = 0; round < rounds[owed.timing] && isWorking(shown); round += 1) {
      try {
        await carryOut({ backend, report }, key, shown, { timing: owed.timing, asked: 'urgent' }, taken);
      } catch (error) {
        if (!isDefinite(error)) throw error;
        return report(
          `The backend refuses to take agent ${key.agentId} out; it is asked again at the next look`,
          error,
        );
      }
      shown = await backend.observe(key, 'urgent');
      await follow(key, shown);
    }
  };
}
