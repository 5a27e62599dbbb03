import { type Agent, type AgentKey, isSignedIn } from '../agents/agent.ts';
import { type Backend, type Backends, isWorking, type Observation } from '../agents/backend.ts';
import { carryOut } from '../agents/carry-out.ts';
import type { ChangeAgent } from '../agents/change-agent.ts';
import type { AgentEvent } from '../agents/events.ts';
import type { LogoutOutcome, PendingLogout, Remarks } from '../agents/logout-order.ts';
import { observe } from '../agents/observe.ts';
import { BackendError, isDefinite, type Lane } from '../backend-calls.ts';
import type { ChangeOptions, Decision } from '../change.ts';
import type { Instant } from '../instant.ts';
import type { Clock, Ids, Pauses, Report } from '../ports.ts';
import {
  type Final,
  type ForceLogout,
  type Ordered,
  outcomeOf,
  settle,
  wasTakenBack,
  withdraw,
} from './logout-decision.ts';
import { lastLookTakes, looksAtOnce, patience, pauseAfterLook } from './pacing.ts';

interface Ports {
  readonly changeAgent: ChangeAgent;
  readonly backends: Backends;
  readonly clock: Clock;
  readonly pauses: Pauses;
  readonly ids: Ids;
  readonly report: Report;
}

/** What became of an agent. A decision may have outcomes of its own, which are final. */
interface LoggedOut<Other> {
  readonly outcome: Final | Other;
  /** The agent as the decision found it. */
  readonly agent: Agent | undefined;
  /**
   * Why the backend could not be told or looked at. The order stands: whoever tries again carries it out, or its wake-up does.
   * @default - it was
   */
  readonly heldUp?: BackendError;
}

interface LogOut<Other> {
  readonly command: ForceLogout;
  readonly decide: (
    agent: Agent | undefined,
    command: ForceLogout,
    now: Instant,
  ) => Decision<Agent | undefined, AgentEvent, LogoutOutcome | Other>;
  /** Whether the caller may know nothing of the agent, so that a backend is not even asked. @default - it is asked */
  readonly isOutOfReach?: (agent: Agent | undefined) => boolean;
  readonly options?: ChangeOptions;
  readonly lane: Lane;
  /** Of agents who are logged out together. @default - the agent is alone */
  readonly together?: Together;
}

/** What agents who are logged out together have in common. */
interface Together {
  /** When the backend is asked nothing more. */
  readonly until: Instant;
  /** Returns when it has been told of all of them: one look then shows what became of them. */
  told(): Promise<void>;
}

export type LogOutAgent = <Other extends { readonly type: string }>(
  key: AgentKey,
  logOut: LogOut<Other>,
) => Promise<LoggedOut<Other>>;

/**
 * Logs out one agent, by the decision of the caller. If a backend owns the agent, the decision is made on what it shows now,
 * the backend is told, and the outcome is what it shows afterwards. An outcome that it does not show in time is
 * `unconfirmed`; the wake-up that was set with the order looks again until it does.
 */
export function makeLogOutAgent(ports: Ports): LogOutAgent {
  const { changeAgent, backends, clock, pauses, ids, report } = ports;

  return async (key, { command, decide, isOutOfReach, options, lane, together }) => {
    const backend = backends(key.instanceId);
    const decideAlone = (agent: Agent | undefined, now: Instant) => {
      const { outcome, ...decision } = decide(agent, command, now);
      return { ...decision, outcome: { outcome: final(outcome), agent } };
    };
    if (!backend) return changeAgent(key, decideAlone, options);
    const unasked =
      isOutOfReach &&
      (await changeAgent(
        key,
        (agent, now) =>
          isOutOfReach(agent) ? decideAlone(agent, now) : { state: agent, events: [], outcome: undefined },
        options,
      ));
    if (unasked) return unasked;
    const until = together?.until ?? clock.now() + patience[lane];
    const observation = await backend.observe(key, { lane, until });
    const ordered = await changeAgent(
      key,
      (before, now) => {
        const seen = observe(before, key, observation, ids.next());
        const { state, events, outcome } = decide(seen.state, { ...command, inBackend: true }, now);
        const pending = isSignedIn(state) ? state.session.pendingLogout : undefined;
        const placed = orderPlaced(seen.state, state);
        const isTakenBack = wasTakenBack(state, command.requestedAt);
        const made = { outcome, agent: seen.state, pending, placed, isTakenBack };
        return { state, events: [...seen.events, ...events], outcome: made };
      },
      options,
    );
    const { outcome, agent, pending, placed, isTakenBack } = ordered;
    if (!isOrdered(outcome)) return { agent, outcome: final(outcome) };
    // An earlier attempt has taken the agent out, who may be back by now, unless the order was taken back.
    if (!pending?.inBackend) return { agent, outcome: { ...outcome, type: isTakenBack ? 'unconfirmed' : 'loggedOut' } };
    const watched = { command, lane, until, observation, ordered: outcome, pending, ...(together && { together }) };
    const notified = placed && backend.notify?.(key, placed, lane);
    try {
      return { agent, ...(await seeThrough(backend, key, watched)) };
    } finally {
      await notified;
    }
  };

  interface Watched {
    readonly command: ForceLogout;
    readonly lane: Lane;
    readonly until: Instant;
    readonly observation: Observation;
    readonly ordered: Ordered;
    readonly pending: PendingLogout;
    readonly together?: Together;
  }

  async function seeThrough(
    backend: Backend,
    key: AgentKey,
    watched: Watched,
  ): Promise<{ readonly outcome: Final; readonly heldUp?: BackendError }> {
    const { command, lane, until, ordered, pending, together } = watched;
    const { timing } = command;
    let { observation } = watched;
    let remarks: Remarks = {};
    const taken = new Set<string>();
    let end = until;
    try {
      for (let look = 0; ; look += 1) {
        // A contact that has been ended leaves something to be cleared.
        if (isWorking(observation)) {
          const done = await carryOut({ backend, report }, key, observation, { timing, asked: { lane, until } }, taken);
          remarks = look === 0 ? done : remarks;
        }
        if (look === 0 && together) {
          await together.told();
          if (lane === 'job') end = Math.min(clock.now() + looksAtOnce, until);
        }
        await pauses.wait(pauseAfterLook(look));
        observation = await backend.observe(key, { lane, until: until + lastLookTakes });
        const shown = await record(key, watched, observation, { ...ordered, ...remarks });
        if (shown.type !== 'unconfirmed' || clock.now() >= end) return { outcome: shown };
      }
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      if (!isDefinite(error)) return { outcome: { ...ordered, ...remarks, type: 'unconfirmed' }, heldUp: error };
      await changeAgent(key, (agent) => ({
        state: agent && withdraw(agent, command, pending),
        events: [],
        outcome: undefined,
      }));
      throw error;
    }
  }

  /** Records what the backend shows, and the outcome that follows from it. */
  function record(
    key: AgentKey,
    { command, pending: { requestedAt } }: Watched,
    observation: Observation,
    ordered: Ordered & Remarks,
  ): Promise<Final> {
    return changeAgent(
      key,
      (before) => {
        const { state, events } = observe(before, key, observation, ids.next());
        const outcome = outcomeOf(state, { ordered, requestedAt }, observation);
        const isSettled = outcome.type !== 'unconfirmed';
        return { state: state && isSettled ? settle(state, command, outcome) : state, events, outcome };
      },
      { isObserved: true },
    );
  }
}

/** The logout that a decision has ordered, if it has: one that is waiting already stays. */
function orderPlaced(before: Agent | undefined, after: Agent | undefined): PendingLogout | undefined {
  const pending = after?.session?.pendingLogout;
  return pending === before?.session?.pendingLogout ? undefined : pending;
}

const isOrdered = (outcome: { readonly type: string }): outcome is Ordered => outcome.type === 'ordered';

function final<Other extends { readonly type: string }>(outcome: LogoutOutcome | Other): Final | Other {
  if (isOrdered(outcome)) throw new Error('A logout was ordered of a backend that is not there');
  return outcome as Final | Other;
}
