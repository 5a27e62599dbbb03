import { type Agent, type AgentKey, isSignedIn, shownStatus } from '../agents/agent.ts';
import { type Backend, type Backends, isWorking, type Observation } from '../agents/backend.ts';
import { carryOut } from '../agents/carry-out.ts';
import type { ChangeAgent } from '../agents/change-agent.ts';
import type { AgentEvent } from '../agents/events.ts';
import type { LogoutOutcome, Remarks } from '../agents/logout-order.ts';
import { observe } from '../agents/observe.ts';
import type { Lane } from '../backend-calls.ts';
import type { ChangeOptions, Decision } from '../change.ts';
import { type Instant, seconds } from '../instant.ts';
import type { Clock, Ids, Pauses, Report } from '../ports.ts';
import { type ForceLogout, settle } from './logout-decision.ts';

interface Ports {
  readonly changeAgent: ChangeAgent;
  readonly backends: Backends;
  readonly clock: Clock;
  readonly pauses: Pauses;
  readonly ids: Ids;
  readonly report: Report;
}

type Final = Exclude<LogoutOutcome, { type: 'ordered' }>;
type Ordered = Extract<LogoutOutcome, { type: 'ordered' }>;

/** What became of an agent. A decision may have outcomes of its own, which are final. */
interface LoggedOut<Other> {
  readonly outcome: Final | Other;
  /** The agent as the decision found it. */
  readonly agent: Agent | undefined;
}

interface LogOut<Other> {
  readonly command: ForceLogout;
  readonly decide: (
    agent: Agent | undefined,
    command: ForceLogout,
    now: Instant,
  ) => Decision<Agent | undefined, AgentEvent, LogoutOutcome | Other>;
  readonly options?: ChangeOptions;
  readonly lane: Lane;
}

export type LogOutAgent = <Other extends { readonly type: string }>(
  key: AgentKey,
  logOut: LogOut<Other>,
) => Promise<LoggedOut<Other>>;

/** How long a backend is watched for what it was told, before the answer says that it has not shown it yet. */
const patience: Readonly<Record<Lane, number>> = { urgent: seconds(5), job: seconds(12) };

/** Pauses between the looks at a backend; the last one is repeated. */
const pausesBetweenLooks = [0, 400, 800, 1_500, 3_000] as const;

/**
 * Logs out one agent, by the decision of the caller. If a backend owns the agent, the decision is made on what it shows now,
 * the backend is told, and the outcome is what it shows afterwards. An outcome that it does not show in time is
 * `unconfirmed`; the wake-up that was set with the order looks again until it does.
 */
export function makeLogOutAgent(ports: Ports): LogOutAgent {
  const { changeAgent, backends, clock, pauses, ids, report } = ports;

  return async (key, { command, decide, options, lane }) => {
    const backend = backends(key.instanceId);
    if (!backend) {
      return changeAgent(
        key,
        (agent, now) => {
          const { outcome, ...decision } = decide(agent, command, now);
          return { ...decision, outcome: { outcome: final(outcome), agent } };
        },
        options,
      );
    }
    const observation = await backend.observe(key, lane);
    const ordered = await changeAgent(
      key,
      (before, now) => {
        const seen = observe(before, key, observation, ids.next());
        const { state, events, outcome } = decide(seen.state, { ...command, inBackend: true }, now);
        return { state, events: [...seen.events, ...events], outcome: { outcome, agent: seen.state } };
      },
      options,
    );
    if (!isOrdered(ordered.outcome)) return { ...ordered, outcome: final(ordered.outcome) };
    const outcome = await seeThrough(backend, key, { command, lane, observation, ordered: ordered.outcome });
    return { outcome, agent: ordered.agent };
  };

  interface Watched {
    readonly command: ForceLogout;
    readonly lane: Lane;
    readonly observation: Observation;
    readonly ordered: Ordered;
  }

  async function seeThrough(backend: Backend, key: AgentKey, watched: Watched): Promise<Final> {
    const { command, lane, ordered } = watched;
    const { timing } = command;
    const until = clock.now() + patience[lane];
    let { observation } = watched;
    let remarks: Remarks = {};
    const taken = new Set<string>();
    for (let look = 0; ; look += 1) {
      // A contact that has been ended leaves something to be cleared.
      if (isWorking(observation)) {
        const done = await carryOut({ backend, report }, key, observation, { timing, lane }, taken);
        remarks = look === 0 ? done : remarks;
      }
      await pauses.wait(pausesBetweenLooks[look] ?? pausesBetweenLooks[pausesBetweenLooks.length - 1] ?? 0);
      observation = await backend.observe(key, lane);
      const shown = await record(key, command, observation, { ...ordered, ...remarks });
      if (shown.type !== 'unconfirmed' || clock.now() >= until) return shown;
    }
  }

  /** Records what the backend shows, and the outcome that follows from it. */
  function record(
    key: AgentKey,
    command: ForceLogout,
    observation: Observation,
    ordered: Ordered & Remarks,
  ): Promise<Final> {
    return changeAgent(
      key,
      (before) => {
        const { state, events } = observe(before, key, observation, ids.next());
        const outcome = outcomeOf(state, ordered, observation);
        return { state: state && settle(state, command, outcome), events, outcome };
      },
      { isObserved: true },
    );
  }
}

const isOrdered = (outcome: { readonly type: string }): outcome is Ordered => outcome.type === 'ordered';

function final<Other extends { readonly type: string }>(outcome: LogoutOutcome | Other): Final | Other {
  if (isOrdered(outcome)) throw new Error('A logout was ordered of a backend that is not there');
  return outcome as Final | Other;
}

/** What has become of an ordered logout, by what the backend shows. */
function outcomeOf(
  agent: Agent | undefined,
  { type: _, ...before }: Ordered & Remarks,
  observation: Observation,
): Final {
  const pending = isSignedIn(agent) ? agent.session.pendingLogout?.inBackend : undefined;
  if (!pending || !isSignedIn(agent)) return { type: 'loggedOut', ...before };
  if (isWorking(observation) && observation.isGoingOffline && pending.timing === 'afterContact') {
    return { type: 'deferred', ...before };
  }
  return { type: 'unconfirmed', ...before, seenStatus: shownStatus(agent.session) };
}
