import type { JobCounts, ResultOutcome } from '#core/forced-logouts/result.ts';

/** How often there was each outcome of a forced logout. */
export type OutcomeCounts = Readonly<Record<string, number | undefined>>;

const words = {
  loggedOut: 'out',
  deferred: 'after the call',
  alreadySignedOut: 'already out',
  signedInLater: 'signed in later',
  unconfirmed: 'not confirmed yet',
  skipped: 'skipped',
  unknownAgent: 'unknown',
  failed: 'failed',
} as const satisfies Record<ResultOutcome | Exclude<keyof JobCounts, 'matched'>, string>;

/** What became of the agents: `3 out, 1 after the call`. */
export function outcomesText({ matched: _, ...counts }: OutcomeCounts): string {
  const named = new Map<string, string>(Object.entries(words));
  const outcomes = [...new Set([...named.keys(), ...Object.keys(counts)])];
  const parts = outcomes.flatMap((outcome) =>
    counts[outcome] ? `${counts[outcome]} ${named.get(outcome) ?? outcome}` : [],
  );
  return parts.length > 0 ? parts.join(', ') : 'nobody';
}
