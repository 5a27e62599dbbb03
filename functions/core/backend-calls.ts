import type { Instant } from './instant.ts';

// Calls to a backend, which owns the agents or chats of an instance in place of Lastcall.

/** For whom something is asked of a backend. What is urgent never waits for jobs. */
export type Lane = 'urgent' | 'job';

/** For whom something is asked, and until when it may wait for its quota. @default - as long as calls of the lane may */
export type Asked = Lane | { readonly lane: Lane; readonly until: Instant };

export const laneOf = (asked: Asked): Lane => (typeof asked === 'string' ? asked : asked.lane);

/** How many agents a second a backend lets Lastcall take out for ever, and how many at once after a pause. */
export interface Pace {
  readonly perSecond: number;
  readonly atOnce: number;
}

/**
 * Why a backend did not do what it was asked. `unknown`: it has no such agent or contact (any more). `denied`: Lastcall may not do
 * this there. `refused`: it does not take the request. `busy`: too much was asked of it. `unavailable`: it does not answer.
 */
export type BackendFault = 'unknown' | 'denied' | 'refused' | 'busy' | 'unavailable';

export class BackendError extends Error {
  override readonly name = 'BackendError';
  readonly fault: BackendFault;

  constructor(fault: BackendFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.fault = fault;
  }
}

/** Whether another attempt would fail as well. */
export const isDefinite = (error: unknown): error is BackendError =>
  error instanceof BackendError && error.fault !== 'busy' && error.fault !== 'unavailable';

/** Results without those that failed for good, because the backend refuses what it was asked. */
export const withoutRefused = <Result>(results: readonly PromiseSettledResult<Result>[]) =>
  results.filter((result) => !(result.status === 'rejected' && isDefinite(result.reason)));
