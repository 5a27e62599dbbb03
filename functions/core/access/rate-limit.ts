import { type Instant, seconds } from '../instant.ts';
import type { Clock, Report } from '../ports.ts';

/** A token bucket: how many requests a second a caller may send for ever, and how many at once after a pause. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** The rate limit of every caller. */
export const rateLimit: RateLimit = { perSecond: 10, burst: 20 };

/**
 * How often one source may have a password compared, all agents together. A comparison takes 32 MiB and 70 ms of a core: one
 * source causes a third of a core. An office of a thousand that begins its shift is through in three minutes.
 */
export const comparisonLimit: RateLimit = { perSecond: 5, burst: 50 };

/** How many requests a second a route takes that has this share of the stage's throttle, and as many at once after a pause. */
export const admittedPerSecond = (throttle: number, share: number): number => Math.max(1, Math.floor(throttle * share));

/** In place of an instance, for a bucket that all instances share. No instance has this id. */
export const everyInstance = '*';

/** Whose bucket it is. */
export interface CallerId {
  /** @see everyInstance */
  readonly instanceId: string;
  readonly callerId: string;
}

export type Taken =
  | {
      readonly type: 'taken';
      /** How many tokens the bucket has left. */
      readonly remaining: number;
    }
  | { readonly type: 'empty'; readonly retryAfterMilliseconds: number };

/**
 * Keeps a bucket for each caller. In any t seconds it admits at most `burst + t * perSecond` requests of a caller, and it
 * never refuses a caller who sends at most `perSecond`.
 */
export interface RateLimits {
  /** Takes one token from a caller's bucket, if there is one. */
  take(caller: CallerId, now: Instant): Promise<Taken>;
}

/** How long a bucket takes to gain a token. A bucket is therefore described by the instant at which it will be full. */
export const refillMilliseconds = ({ perSecond }: RateLimit) => seconds(1) / perSecond;

/** A bucket contains a token if it will be full by this instant. */
export const fullAtTheLatest = (now: Instant, limit: RateLimit): Instant =>
  now + (limit.burst - 1) * refillMilliseconds(limit);

/** The result for a bucket from which a token was taken, and which will now be full at `fullAt`. */
export const takenUntilFull = (fullAt: Instant, now: Instant, limit: RateLimit): Taken => ({
  type: 'taken',
  remaining: Math.max(0, Math.floor(limit.burst - (fullAt - now) / refillMilliseconds(limit))),
});

/** The result for a bucket without a token, which will be full at `fullAt`. */
export const emptyUntilFull = (fullAt: Instant, now: Instant, limit: RateLimit): Taken => ({
  type: 'empty',
  retryAfterMilliseconds: Math.ceil(fullAt - fullAtTheLatest(now, limit)),
});

export type Admission =
  | {
      readonly type: 'admitted';
      /** How many requests may follow at once. @default - not known: rate limits cannot be read at this moment */
      readonly remaining?: number;
    }
  | { readonly type: 'tooManyRequests'; readonly retryAfterSeconds: number };

/** Counts a request of a caller against the caller's rate limit. */
export type Admit = (caller: CallerId) => Promise<Admission>;

/** While rate limits cannot be read, every request is admitted: ending a session matters more than counting requests. */
export function makeAdmit({
  limits,
  clock,
  report,
}: {
  readonly limits: RateLimits;
  readonly clock: Clock;
  readonly report: Report;
}): Admit {
  return async (caller) => {
    try {
      const taken = await limits.take(caller, clock.now());
      if (taken.type === 'taken') return { type: 'admitted', remaining: taken.remaining };
      return { type: 'tooManyRequests', retryAfterSeconds: Math.ceil(taken.retryAfterMilliseconds / seconds(1)) };
    } catch (error) {
      report('A rate limit could not be read; the request was admitted', error);
      return { type: 'admitted' };
    }
  };
}
