import { BackendError, type BackendFault } from '#core/backend-calls.ts';
import type { Problem } from '#dialects/http.ts';

/** Faults that last until an operator has done something. The others are over by themselves. */
const lasting: Readonly<Record<Exclude<BackendFault, 'busy' | 'unavailable'>, string>> = {
  denied: 'Lastcall may not do this in the contact centre behind this instance: its log names the permission',
  refused: 'The contact centre behind this instance refuses this: the log of Lastcall says why',
  unknown: 'The contact centre behind this instance does not know what this is about: the log of Lastcall says what',
};

/** What a caller is told when the backend of the instance did not do its part. */
interface BackendProblem {
  readonly problem: Problem;
  /** Whether somebody has to read the log. */
  readonly isLasting: boolean;
}

/**
 * The problem behind an error of a backend, or behind several of one request. Whatever lasts is told first: to try again would
 * not help.
 */
export function backendProblemOf(error: unknown): BackendProblem | undefined {
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
  const faults = errors.flatMap((each) => (each instanceof BackendError ? [each.fault] : []));
  if (faults.length === 0 || faults.length < errors.length) return undefined;
  for (const fault of faults) {
    if (fault === 'busy' || fault === 'unavailable') continue;
    return { problem: { type: 'unavailable', message: lasting[fault] }, isLasting: true };
  }
  const message = 'The contact centre behind this instance does not respond in time: try again';
  return { problem: { type: 'unavailable', message }, isLasting: false };
}
