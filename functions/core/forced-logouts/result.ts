import { offline } from '../agents/agent.ts';
import type { LogoutOutcome } from '../agents/logout-order.ts';
import type { MatchedBy } from './selector.ts';

/** The outcome for one agent as callers see it; `failed` when every attempt failed. */
export type ResultOutcome = Exclude<LogoutOutcome['type'], 'countedElsewhere'> | 'failed';

/** The result of a forced logout for one agent. Statuses are those shown; an unknown or failed agent has none. */
export interface AgentResult {
  readonly agentId: string;
  readonly outcome: ResultOutcome;
  readonly previousStatus?: string;
  readonly currentStatus?: string;
  /** How many contacts the agent had: released by an immediate logout, waited for by a deferred one. */
  readonly contacts: number;
  readonly matchedBy: MatchedBy;
}

type Countable = Exclude<LogoutOutcome, { type: 'countedElsewhere' }>;

export function agentResult(
  agentId: string,
  outcome: Countable | { type: 'failed' },
  matchedBy: MatchedBy,
): AgentResult {
  const row = { agentId, outcome: outcome.type, contacts: 0, matchedBy };
  switch (outcome.type) {
    case 'loggedOut':
      return { ...row, previousStatus: outcome.previousStatus, currentStatus: offline, contacts: outcome.contacts };
    case 'signedInLater':
    case 'deferred':
      return {
        ...row,
        previousStatus: outcome.previousStatus,
        currentStatus: outcome.previousStatus,
        contacts: outcome.contacts,
      };
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

/** Agents by outcome. `matched` is the sum of the others. */
export interface JobCounts {
  readonly matched: number;
  readonly loggedOut: number;
  /** Will be logged out when their last contact ends. */
  readonly deferred: number;
  readonly alreadySignedOut: number;
  /** Named in the request but not known, or signed in since the job was requested. */
  readonly skipped: number;
  readonly failed: number;
}

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
  unknownAgent: 'skipped',
  failed: 'failed',
} as const satisfies Record<ResultOutcome, keyof JobCounts>;

export function countOutcomes(outcomes: readonly ResultOutcome[]): JobCounts {
  const counts = { ...noCounts, matched: outcomes.length };
  // While two versions run, a receipt may hold an outcome that only the newer one knows.
  for (const outcome of outcomes) counts[countedAs[outcome] ?? 'skipped'] += 1;
  return counts;
}

export function sumCounts(all: readonly JobCounts[]): JobCounts {
  const sum = { ...noCounts };
  for (const counts of all) {
    for (const name of Object.keys(noCounts) as (keyof JobCounts)[]) sum[name] += counts[name];
  }
  return sum;
}
