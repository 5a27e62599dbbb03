import type { Backends } from '../agents/backend.ts';
import { mayReturn } from '../agents/lease.ts';
import type { AgentDirectory } from '../agents/ports.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import { seconds } from '../instant.ts';
import type { Clocks } from '../ports.ts';
import { type Foreseen, foresee, foreseeInBackend } from './foresee.ts';
import { type GuardRefusal, makeCheckGuard } from './guard.ts';
import type { GuardedRequest } from './logout-job.ts';
import { type LogoutRow, rowOf } from './logout-row.ts';
import { patience } from './pacing.ts';
import { agentResult, countOutcomes, type JobCounts } from './result.ts';
import { isLimited, notPermitted } from './selection.ts';
import type { Selector } from './selector.ts';
import { type Candidate, makeSurvey } from './survey.ts';
import { type Unmatched, unmatchedIn } from './unmatched.ts';

/** Looking everybody up takes no longer than this. */
const looksFor = seconds(4);
/** So many agents of a backend are looked at there, a hundred with each question; of the others what is known has to do. */
const mostAsked = 500;

/** What a forced logout would do at this moment. */
export interface Preview {
  /** One for each agent, as the forced logout would have them. */
  readonly rows: readonly LogoutRow[];
  readonly counts: JobCounts;
  readonly unmatched: Unmatched;
  /** How many would be meant without the exclusion of the request. @default - it excludes nobody */
  readonly excluded?: number;
  /** Whether there was time for all agents: without, rows and counts are of those who were found in time. */
  readonly isComplete: boolean;
  /** Why the forced logout would be refused. @default - it would not be */
  readonly refusal?: GuardRefusal;
}

interface Ports extends Clocks {
  readonly directory: AgentDirectory;
  readonly backends: Backends;
}

/**
 * Says what a forced logout would do, by the same decisions, and writes nothing. It reads each agent once, as the plan of a
 * job does that looks a second time.
 */
export function makePreviewLogouts({ directory, backends, clock, workClock = clock }: Ports) {
  const survey = makeSurvey({ directory, clock, workClock });
  const checkGuard = makeCheckGuard({ directory, clock, workClock });

  return async (instanceId: string, selector: Selector, { guard, timing, order }: GuardedRequest): Promise<Preview> => {
    const now = clock.now();
    const found = await survey({ instanceId, selector, until: workClock.now() + looksFor });
    const backend = backends(instanceId);
    const command = { timing, order, selector };
    const until = clock.now() + patience.urgent;
    const foreseeOne = async ({ agentId, agent, isUnreadable }: Candidate, place: number): Promise<Foreseen> => {
      if (isUnreadable) return { outcome: { type: 'failed' }, agent };
      if (!backend) return foresee(agent, command, now);
      const asked = { backend, ...(place < mostAsked && { until }) };
      return foreseeInBackend(asked, { instanceId, agentId }, agent, { command, now });
    };
    const foreseen = allFulfilled(
      await inParallel([...found.candidates.entries()], mostAsked, ([place, each]) => foreseeOne(each, place)),
      'previews',
    );
    const excluded = new Set(found.excluded);
    const rows = found.candidates.flatMap(({ agentId, entry, isUnreadable }, place) => {
      const { outcome, agent } = foreseen[place] ?? { outcome: { type: 'failed' }, agent: undefined };
      if (outcome.type === 'notSelected' && outcome.isExcluded) excluded.add(agentId);
      // An agent who cannot be read may be of any team.
      const isHidden = isUnreadable && isLimited(selector);
      if (outcome.type === 'failed') return [agentResult(agentId, isHidden ? notPermitted : outcome, entry)];
      return rowOf(agentId, outcome, { entry, selector }, agent) ?? [];
    });
    const isReached = ({ outcome: { type }, agent }: Foreseen) =>
      takesOut.has(type) || (type === 'alreadySignedOut' && mayReturn(agent, now));
    const reached = found.candidates.filter((_, place) => foreseen.slice(place, place + 1).some(isReached));
    const matched = new Set(reached.map(({ agentId }) => agentId));
    const refusal = await checkGuard({ instanceId, selector, guard }, { matched, survey: found });
    return {
      rows,
      counts: countOutcomes(rows.map(({ outcome }) => outcome)),
      unmatched: unmatchedIn(selector, found, rows),
      ...(selector.conditions?.exclude && { excluded: excluded.size }),
      isComplete: found.isComplete,
      ...(refusal && { refusal }),
    };
  };
}

/** The outcomes of agents who are signed in and would be logged out. */
const takesOut: ReadonlySet<string> = new Set(['loggedOut', 'deferred', 'unconfirmed']);
