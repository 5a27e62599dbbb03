import type { Agent } from '../agents/agent.ts';
import type { Backends } from '../agents/backend.ts';
import { mayReturn } from '../agents/lease.ts';
import type { AgentDirectory } from '../agents/ports.ts';
import { withoutRefused } from '../backend-calls.ts';
import { UnreadableItemError, withoutUnreadable } from '../change.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import type { Clocks, Report } from '../ports.ts';
import { type FoundAgents, findFew, onlyOne, withNamed } from './find-few.ts';
import { foresee } from './foresee.ts';
import { makeGathering } from './gathering.ts';
import { makeRequireInTime } from './given-up.ts';
import { type GuardRefusal, makeCheckGuard } from './guard.ts';
import type { LogOutAgent } from './log-out-agent.ts';
import { type ForceLogout, forceLogoutIfSelected } from './logout-decision.ts';
import type { GuardedRequest, JobKey, NewRequest } from './logout-job.ts';
import { type LogoutRow, rowOf } from './logout-row.ts';
import { mostAtOnceAt, patience } from './pacing.ts';
import type { LogoutQueue, SecondLook } from './ports.ts';
import type { PublishRequestEvent } from './request-events.ts';
import { agentResult } from './result.ts';
import { laterLooks } from './second-look.ts';
import { isLimited, isOutOfReach, notPermitted } from './selection.ts';
import { groupsOnly, hasGroups, type MatchedEntry, type Selector } from './selector.ts';
import { type Unmatched, unmatchedIn } from './unmatched.ts';

/** This many signed-in agents are logged out within the request, fewer if a backend limits the pace; more become a job. */
export const mostAtOnce = 50;

/** Agents who are logged out at the same time: all of a request, so that a slow one keeps no other waiting. */
const width = mostAtOnce;

type Command = ForceLogout & { readonly selector: Selector };

interface Ports extends Clocks {
  readonly directory: AgentDirectory;
  readonly backends: Backends;
  readonly logOutAgent: LogOutAgent;
  readonly queue: LogoutQueue;
  readonly startJob: (instanceId: string, selector: Selector, request: NewRequest) => Promise<JobKey>;
  readonly publishRequestEvent: PublishRequestEvent;
  readonly report: Report;
}

export type ForceLogoutsOutcome =
  | {
      readonly type: 'done';
      /** One for each agent found signed in, in the order of the selector, then for those named who are not. */
      readonly rows: readonly LogoutRow[];
      /** @default - everything has matched somebody */
      readonly unmatched?: Unmatched;
      /** How many agents only the exclusion of the request has kept out. @default - it excludes nobody */
      readonly excluded?: number;
    }
  | { readonly type: 'job'; readonly job: JobKey }
  /** Nothing was done. */
  | { readonly type: 'refused'; readonly refusal: GuardRefusal };

/**
 * Forces out every agent the selector matches: within the request if they are few, as a job if they are many. Teams and
 * ranges are looked up again some seconds later, for agents whom the index did not show yet.
 *
 * @throws RequestGivenUpError when it goes on after its caller has been told that it takes too long
 * @throws when none of them could be logged out because of a fault; if some could, the others have `failed` rows. So have
 * agents who cannot be read.
 */
export function makeForceLogouts({
  publishRequestEvent,
  directory,
  backends,
  logOutAgent,
  startJob,
  queue,
  clock,
  workClock = clock,
  report,
}: Ports) {
  const checkGuard = makeCheckGuard({ directory, clock, workClock });
  const requireInTime = makeRequireInTime({ clock, workClock });

  return async (
    instanceId: string,
    selector: Selector,
    { guard, ...asked }: GuardedRequest,
  ): Promise<ForceLogoutsOutcome> => {
    const startJobOf = async () => ({ type: 'job', job: await startJob(instanceId, selector, asked) }) as const;
    const { attempt, ...request } = asked;
    // An earlier attempt has found that many are meant, and may have begun.
    if (attempt?.reserved !== undefined) return startJobOf();
    const now = clock.now();
    const begunAt = workClock.now();
    const requestedAt = attempt?.isFurther ? attempt.since : now;
    const pace = backends(instanceId)?.pace;
    const most = pace ? mostAtOnceAt(pace, mostAtOnce) : mostAtOnce;
    const isTooMany = pace !== undefined && new Set(selector.agentIds).size > most;
    const search = { instanceId, selector, most, now: requestedAt, keepsNamed: pace !== undefined };
    const found = onlyOne(selector) ?? (isTooMany ? 'many' : await findFew(directory, search));
    // Agents whose page is loading are reached, too.
    const loading =
      found === 'many' ? [] : found.signedOut.flatMap(({ agentId, agent }) => (mayReturn(agent, now) ? [agentId] : []));
    const matched = found === 'many' ? {} : { matched: new Set([...found.signedIn.keys(), ...loading]) };
    const refusal = await checkGuard({ instanceId, selector, guard }, matched);
    if (refusal) {
      // One for want of time is not kept as the answer: the next attempt may log agents out, and has the event of the request.
      const isFinal = refusal.why !== 'notCounted';
      const refused = { type: 'LogoutRefused', instanceId, ...request, refusal } as const;
      if (isFinal || !attempt?.isFurther) await publishRequestEvent(selector, refused, isFinal ? attempt : undefined);
      return { type: 'refused', refusal };
    }
    requireInTime(begunAt);
    if (found === 'many') return startJobOf();
    const work = logOut(instanceId, pace ? withNamed(found) : found, {
      ...request,
      selector,
      ...(attempt?.isFurther && { requestedAt }),
    });
    // All of it ends before the answer: a function may be frozen after that.
    await Promise.allSettled([
      work,
      publishRequestEvent(selector, { type: 'LogoutRequested', instanceId, ...request }, attempt),
      hasGroups(selector) && lookAgain({ instanceId, selector: groupsOnly(selector), ...request, requestedAt }),
    ]);
    const { rows, excluded } = await work;
    const unmatched = unmatchedIn(selector, found, rows);
    return { type: 'done', rows, unmatched, ...(selector.conditions?.exclude && { excluded }) };
  };

  async function logOut(
    instanceId: string,
    found: FoundAgents,
    command: Command,
  ): Promise<{ readonly rows: readonly LogoutRow[]; readonly excluded: number }> {
    const { selector } = command;
    const excluded = new Set(found.excluded);
    const signedIn = [...found.signedIn];
    const begunAt = workClock.now();
    const gathering = makeGathering(signedIn.length);
    const until = clock.now() + patience.urgent;
    const logOutOne = async ([agentId, matchedBy]: readonly [string, MatchedEntry]) => {
      const { arrive, leave } = gathering.join();
      try {
        const { outcome, agent } = await logOutAgent(
          { instanceId, agentId },
          {
            command,
            decide: (found, ordered, now) => {
              requireInTime(begunAt);
              return forceLogoutIfSelected(found, { ...ordered, selector }, now);
            },
            ...(isLimited(selector) && { isOutOfReach: (agent) => isOutOfReach(selector, agent) }),
            options: { expectsEvents: true },
            lane: 'urgent',
            together: { until, told: arrive },
          },
        );
        if (outcome.type === 'notSelected' && outcome.isExcluded) excluded.add(agentId);
        return rowOf(agentId, outcome, { entry: matchedBy, selector }, agent);
      } finally {
        leave();
      }
    };
    const settled = await inParallel(signedIn, width, logOutOne);
    // What the caller can try again is thrown, unless others would have to be logged out again for it.
    if (settled.every(({ status }) => status === 'rejected'))
      allFulfilled(withoutRefused(withoutUnreadable(settled)), 'logouts');
    const rows = signedIn.flatMap(([agentId, matchedBy], index) =>
      settled.slice(index, index + 1).map((result) => rowOrFault(agentId, { entry: matchedBy, selector }, result)),
    );
    const foreseen = (agent: Agent | undefined) => foresee(agent, command, clock.now()).outcome;
    const others = found.signedOut.filter(({ agentId }) => !found.signedIn.has(agentId));
    const now = clock.now();
    const otherRows = await inParallel(others, width, ({ agentId, agent }) =>
      // A client that has just left does not come back to the session.
      mayReturn(agent, now)
        ? logOutOne([agentId, { agentId }])
        : Promise.resolve(rowOf(agentId, foreseen(agent), { entry: { agentId }, selector }, agent)),
    );
    const all = [
      ...rows,
      ...others.flatMap(({ agentId }, n) =>
        otherRows.slice(n, n + 1).map((result) => rowOrFault(agentId, { entry: { agentId }, selector }, result)),
      ),
    ].filter((row) => row !== undefined);
    return { rows: all, excluded: excluded.size };
  }

  async function lookAgain(look: Omit<SecondLook, 'from'>): Promise<void> {
    try {
      const message = { type: 'look', ...look, from: { list: 0 } } as const;
      await Promise.all(laterLooks.map((after) => queue.send([message], look.requestedAt + after)));
    } catch (error) {
      report('A forced logout will not look for agents whom the index did not show', error);
    }
  }

  /** A fault with one agent does not hide the results of the others. */
  function rowOrFault(
    agentId: string,
    { entry, selector }: { readonly entry: MatchedEntry; readonly selector: Selector },
    result: PromiseSettledResult<LogoutRow | undefined>,
  ): LogoutRow | undefined {
    if (result.status === 'fulfilled') return result.value;
    report(`Agent ${agentId} could not be logged out`, result.reason);
    // An agent who cannot be read may be of any team.
    const isHidden = isLimited(selector) && result.reason instanceof UnreadableItemError;
    return agentResult(agentId, isHidden ? notPermitted : { type: 'failed' }, entry);
  }
}
