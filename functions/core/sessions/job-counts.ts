import type { LogoutOutcome } from './logout-order.ts';

/** How a job ended for one agent; `failed` when all attempts were in vain. */
export type ResultOutcome = Exclude<LogoutOutcome['type'], 'countedElsewhere'> | 'failed';

/** Agents by what became of them. `matched` is the sum of the others. */
export interface JobCounts {
  readonly matched: number;
  readonly loggedOut: number;
  /** Will be logged out when the contact in hand ends. */
  readonly deferred: number;
  readonly alreadySignedOut: number;
  /** Named in the request but not known, or signed in since the job was ordered. */
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
  for (const outcome of outcomes) counts[countedAs[outcome]] += 1;
  return counts;
}

export function sumCounts(all: readonly JobCounts[]): JobCounts {
  const sum = { ...noCounts };
  for (const counts of all) {
    for (const name of Object.keys(noCounts) as (keyof JobCounts)[]) sum[name] += counts[name];
  }
  return sum;
}
