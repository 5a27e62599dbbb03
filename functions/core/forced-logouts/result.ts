import { offline } from '../agents/agent.ts';
import type { LogoutOutcome, Remarks } from '../agents/logout-order.ts';
import type { NotForced } from './logout-decision.ts';
import type { SkipReason } from './selection.ts';
import type { MatchedBy } from './selector.ts';

/** The outcome for one agent as callers see it; `skipped` when the agent is left alone, `failed` when every attempt failed. */
export type ResultOutcome = Exclude<LogoutOutcome['type'], 'countedElsewhere' | 'ordered'> | 'skipped' | 'failed';

/** The result of a forced logout for one agent. Statuses are those shown; an unknown or failed agent has none. */
export interface AgentResult extends Remarks {
  readonly agentId: string;
  readonly outcome: ResultOutcome;
  /** Why the agent is skipped. @default - the agent is not */
  readonly why?: SkipReason;
  readonly previousStatus?: string;
  readonly currentStatus?: string;
  /** How many contacts the agent had: released by an immediate logout, waited for by a deferred one. */
  readonly contacts: number;
  readonly matchedBy: MatchedBy;
}

type Countable = Exclude<LogoutOutcome, { type: 'countedElsewhere' | 'ordered' }> | Skipped;
type Skipped = Extract<NotForced, { type: 'skipped' }>;

export function agentResult(
  agentId: string,
  outcome: Countable | { type: 'failed' },
  matchedBy: MatchedBy,
): AgentResult {
  const row = { agentId, outcome: outcome.type, contacts: 0, matchedBy };
  switch (outcome.type) {
    case 'loggedOut':
      return { ...row, ...seenOf(outcome), currentStatus: offline };
    case 'skipped':
      // By which address or status an agent of others was found says something about them.
      if (outcome.why === 'notPermitted') return { ...row, matchedBy: { agentId }, why: outcome.why };
      return { ...row, why: outcome.why, ...seenOf(outcome), currentStatus: outcome.previousStatus };
    case 'signedInLater':
    case 'deferred':
      return { ...row, ...seenOf(outcome), currentStatus: outcome.previousStatus };
    case 'unconfirmed':
      return { ...row, ...seenOf(outcome), currentStatus: outcome.seenStatus ?? outcome.previousStatus };
    case 'alreadySignedOut':
      return { ...row, previousStatus: offline, currentStatus: offline };
    case 'unknownAgent':
    case 'failed':
      return row;
    default:
      // A newer version has left its mark on the agent.
      outcome satisfies never;
      return { ...row, outcome: 'failed' };
  }
}

/** What an outcome says of an agent who was signed in. */
const seenOf = ({ previousStatus, contacts, losesAfterContactWork, notStopped }: Seen & Remarks) => ({
  previousStatus,
  contacts,
  ...(losesAfterContactWork && { losesAfterContactWork }),
  ...(notStopped !== undefined && { notStopped }),
});

interface Seen {
  readonly previousStatus: string;
  readonly contacts: number;
}

/** Agents by outcome. `matched` is the sum of the others. */
export interface JobCounts {
  readonly matched: number;
  readonly loggedOut: number;
  /** Will be logged out when their last contact ends. */
  readonly deferred: number;
  readonly alreadySignedOut: number;
  /** Named in the request but not known, signed in since the job was requested, protected, or out of the caller's reach. */
  readonly skipped: number;
  readonly failed: number;
  /** Of agents whom a backend owns: it has not shown yet that they are out. @default 0 */
  readonly unconfirmed?: number;
}

type Mutable<Counts> = { -readonly [Name in keyof Counts]: Counts[Name] };

export const noCounts: JobCounts = {
  matched: 0,
  loggedOut: 0,
  deferred: 0,
  alreadySignedOut: 0,
  skipped: 0,
  failed: 0,
};

const countedAs = {
  loggedOut: 'loggedOut',
  deferred: 'deferred',
  alreadySignedOut: 'alreadySignedOut',
  signedInLater: 'skipped',
  skipped: 'skipped',
  unknownAgent: 'skipped',
  failed: 'failed',
  unconfirmed: 'unconfirmed',
} as const satisfies Record<ResultOutcome, keyof JobCounts>;

export function countOutcomes(outcomes: readonly ResultOutcome[]): JobCounts {
  const counts: Mutable<JobCounts> = { ...noCounts, matched: outcomes.length };
  // While two versions run, a receipt may hold an outcome that only the newer one knows.
  for (const outcome of outcomes) {
    const name = countedAs[outcome] ?? 'skipped';
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

export function sumCounts(all: readonly JobCounts[]): JobCounts {
  const sum: Mutable<JobCounts> = { ...noCounts };
  for (const counts of all) {
    for (const [name, count] of Object.entries(counts) as [keyof JobCounts, number][])
      sum[name] = (sum[name] ?? 0) + count;
  }
  return sum;
}
