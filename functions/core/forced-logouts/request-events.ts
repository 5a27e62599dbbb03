import type { Attempt } from '../access/idempotency.ts';
import type { LogoutOrder, Timing } from '../agents/logout-order.ts';
import type { Publisher } from '../change.ts';
import type { Clock, Ids, Report } from '../ports.ts';
import type { GuardRefusal } from './guard.ts';
import type { Selector } from './selector.ts';

/** Which agents a request is about, short enough for an event. What it does not name is absent. */
export interface SelectionSummary extends NamedAgents {
  readonly teamIds?: readonly string[];
  readonly ipAddresses?: readonly string[];
  /** Everybody who is signed in. */
  readonly everybody?: true;
  readonly statuses?: readonly string[];
  readonly minimumMinutesInStatus?: number;
  readonly exclude?: NamedAgents & { readonly teamIds?: readonly string[] };
  /** The teams that the caller is limited to. */
  readonly callerTeamIds?: readonly string[];
}

/** How many agents are named by id, and the first of them. */
interface NamedAgents {
  readonly agents?: number;
  readonly agentIds?: readonly string[];
}

/** What an event says of a request for a forced logout. */
export interface Requested {
  readonly instanceId: string;
  readonly order: LogoutOrder;
  readonly timing: Timing;
  readonly selection: SelectionSummary;
}

/**
 * What becomes of requests for forced logouts themselves. What becomes of each agent is in the events of the agent, and a request
 * that becomes a job is the first event of the job.
 */
export type RequestEvent =
  /** A forced logout begins within the request. */
  | (Requested & LogoutBegins)
  /** The guard of a request refuses it, and nobody is logged out. */
  | (Requested & LogoutIsRefused);

interface LogoutBegins {
  readonly type: 'LogoutRequested';
}

interface LogoutIsRefused {
  readonly type: 'LogoutRefused';
  readonly refusal: GuardRefusal;
}

/** Ids of agents that an event names. A request that is no job is about so many at most. */
const mostNamed = 50;

const some = <Value>(values: readonly Value[]) => (values.length > 0 ? values : undefined);

const named = (agentIds: readonly string[]): NamedAgents =>
  agentIds.length === 0 ? {} : { agents: agentIds.length, agentIds: agentIds.slice(0, mostNamed) };

/** The members that are not `undefined`. */
const given = <Value extends object>(value: { readonly [Name in keyof Value]: Value[Name] | undefined }) =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;

/** What an event says of a selector: all of it but ids of agents beyond the fiftieth, of which there may be thousands. */
export function summaryOf({ agentIds, teamIds, ipRanges, everybody, conditions = {} }: Selector): SelectionSummary {
  const { exclude, statuses, minimumMinutesInStatus, callerTeamIds } = conditions;
  return given<SelectionSummary>({
    ...named(agentIds),
    teamIds: some(teamIds),
    ipAddresses: some(ipRanges.map(({ text }) => text)),
    everybody,
    statuses,
    minimumMinutesInStatus,
    exclude: exclude && given({ ...named(exclude.agentIds), teamIds: some(exclude.teamIds) }),
    callerTeamIds,
  });
}

interface Ports {
  readonly requestBus: Publisher<RequestEvent>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly report: Report;
}

/** Publishes what becomes of a request, whose selection is still to be written in short. */
export type PublishRequestEvent = (
  selector: Selector,
  fact: Omit<Requested, 'selection'> & (LogoutBegins | LogoutIsRefused),
  attempt: Attempt | undefined,
) => Promise<void>;

/**
 * Publishes events of requests that become no job, each at most once: nothing is stored with them. Agents are logged out while the
 * bus is down, too, and the events of agents, which are stored, say who asked. All attempts at a request have the same event, so what
 * the first of them has published stands.
 */
export const makePublishRequestEvent =
  ({ requestBus, clock, ids, report }: Ports): PublishRequestEvent =>
  async (selector, requested, attempt) => {
    const fact = { ...requested, selection: summaryOf(selector) };
    const eventId = `${fact.instanceId}/request/${attempt?.requestId ?? ids.next()}/1`;
    await requestBus
      .publish([{ eventId, sequence: 1, at: attempt?.since ?? clock.now(), fact }])
      .catch((error: unknown) => {
        report('The request for a forced logout is not on the bus', error);
      });
  };
