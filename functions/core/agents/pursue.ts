import { type Asked, isDefinite, type Lane, laneOf } from '../backend-calls.ts';
import { type Instant, seconds } from '../instant.ts';
import type { Clock, Ids, Report } from '../ports.ts';
import { type Agent, type AgentKey, isSignedIn } from './agent.ts';
import { type Backend, type Backends, isWorking, type Observation } from './backend.ts';
import { checked, type Owed, owedBy } from './backend-logout.ts';
import { carryOut } from './carry-out.ts';
import type { ChangeAgent } from './change-agent.ts';
import type { Timing } from './logout-order.ts';
import { observe } from './observe.ts';
import { enforceRules, isRuleLookDue, watchRules } from './rules/apply-rules.ts';
import { withRefusal } from './rules/ending-contacts.ts';
import type { TeamRules } from './rules/team-rules.ts';

/** The rules of an instance; `undefined` if they cannot be read at this moment. */
export type RulesOfInstance = (instanceId: string) => Promise<readonly TeamRules[] | undefined>;

interface Ports {
  readonly changeAgent: ChangeAgent;
  readonly backends: Backends;
  readonly rulesOfInstance: RulesOfInstance;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly report: Report;
}

/** The agent as its backend shows it, with what the backend still owes. */
export interface Followed {
  readonly agent: Agent | undefined;
  readonly owed: Owed | undefined;
  /** Whether it was time to look. Of wake-ups that fire twice, only one finds that. */
  readonly wasDue: boolean;
  /** Contacts that rules end now. */
  readonly toEnd: readonly string[];
}

/** Records what a backend shows of an agent. At a check, rules act on it. */
export function makeFollowBackend({
  changeAgent,
  rulesOfInstance,
  ids,
}: Pick<Ports, 'changeAgent' | 'rulesOfInstance' | 'ids'>) {
  return async (
    key: AgentKey,
    observation: Observation,
    { isCheck = false }: { readonly isCheck?: boolean } = {},
  ): Promise<Followed> => {
    const rules = await rulesOfInstance(key.instanceId);
    return changeAgent(
      key,
      (agent, now) => {
        const shown = untilNow(observation, now);
        const { state: seen, events } = observe(agent, key, shown, ids.next());
        const { state: watched = seen, events: stopped = [] } = watchRules(seen, shown, rules, now) ?? {};
        const wasOwed = (owedBy(agent)?.checkAt ?? now + 1) <= now;
        const isOfRules = !wasOwed && isRuleLookDue(agent, now);
        const next = isCheck && watched && !isOfRules ? checked(watched, now) : watched;
        const ruled = isCheck && isSignedIn(next) ? enforceRules(next, shown, rules, now) : undefined;
        const { state = next, events: acted = [], isOrdered = false, toEnd = [] } = ruled ?? {};
        return {
          state,
          events: [...events, ...stopped, ...acted],
          outcome: { agent: state, owed: owedBy(state), wasDue: wasOwed || isOrdered, toEnd },
        };
      },
      { delivery: 'repeated', isObserved: true },
    );
  };
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

/** How long a look that is not urgent may wait for quotas: shorter than the function that makes it runs. */
const longestWait = seconds(4);

/**
 * Looks at an agent whose backend has not shown yet what it was told, and tells it again if need be. There is always a next
 * look until it does: an agent may choose another status at any moment. Rules act at such a look, too.
 */
export function makePursue({ backends, clock, report, ...ports }: Ports) {
  const { changeAgent } = ports;
  const follow = makeFollowBackend(ports);

  return async (key: AgentKey, lane: Lane): Promise<void> => {
    const backend = backends(key.instanceId);
    if (!backend) return;
    const asked = lane === 'urgent' ? lane : { lane, until: clock.now() + longestWait };
    const observation = await backend.observe(key, asked);
    const { agent, owed, wasDue, toEnd } = await follow(key, observation, { isCheck: true });
    if (!isWorking(observation)) return;
    const isOver = !isSignedIn(agent) && observation.isGoingOffline;
    const isTold = owed && wasDue && !isOver;
    if (isTold) await takeOut(backend, key, { observation, timing: owed.timing, asked });
    for (const contactId of toEnd) await endContact(backend, key, contactId, asked);
    if (toEnd.length > 0) await follow(key, await backend.observe(key, asked));
  };

  /** Takes an agent out, and follows what the backend shows of that. */
  async function takeOut(
    backend: Backend,
    key: AgentKey,
    { observation, timing, asked }: { observation: Observation; timing: Timing; asked: Asked },
  ): Promise<void> {
    const taken = new Set<string>();
    let shown = observation;
    for (let round = 0; round < rounds[timing] && isWorking(shown); round += 1) {
      try {
        await carryOut({ backend, report }, key, shown, { timing, asked }, taken);
      } catch (error) {
        if (!isDefinite(error) && laneOf(asked) === 'urgent') throw error;
        report(`The backend does not take agent ${key.agentId} out; it is asked again at the next look`, error);
        return;
      }
      shown = await backend.observe(key, asked);
      await follow(key, shown);
    }
  }

  /** Ends a contact because a rule says so. One that the backend does not answer about is tried again at the next look. */
  async function endContact(backend: Backend, key: AgentKey, contactId: string, asked: Asked): Promise<void> {
    try {
      await backend.stopContact(key, contactId, asked);
    } catch (error) {
      report(`Contact ${contactId} could not be ended`, error);
      if (!isDefinite(error)) return;
      await changeAgent(
        key,
        (agent) => ({ ...(withRefusal(agent, contactId) ?? { state: agent, events: [] }), outcome: undefined }),
        { delivery: 'repeated' },
      );
    }
  }
}
