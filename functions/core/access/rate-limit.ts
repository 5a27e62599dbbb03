import { type Instant, seconds } from '../instant.ts';

/** A token bucket for each caller: so many requests a second in the long run, so many at once after a rest. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

export const rateLimit: RateLimit = { perSecond: 10, burst: 20 };

export type Taken = { readonly type: 'taken' } | { readonly type: 'empty'; readonly retryAfterMilliseconds: number };

/**
 * Keeps the buckets of callers. Over any t seconds it lets at most `burst + t * perSecond` requests of a caller
 * through, and never refuses a caller who keeps to `perSecond`.
 */
export interface RateLimits {
  /** Takes one token from a caller's bucket, if there is one. */
  take(caller: { readonly instanceId: string; readonly callerId: string }, now: Instant): Promise<Taken>;
}

/** The milliseconds in which a bucket gains a token. So a bucket is known by the instant at which it will be full. */
export const refillMilliseconds = ({ perSecond }: RateLimit) => seconds(1) / perSecond;

/** There is a token in a bucket that will be full at this instant or before. */
export const fullAtTheLatest = (now: Instant, limit: RateLimit): Instant =>
  now + (limit.burst - 1) * refillMilliseconds(limit);

/** What to answer when a bucket is full too late for a token to be in it. */
export const emptyUntilFull = (fullAt: Instant, now: Instant, limit: RateLimit): Taken => ({
  type: 'empty',
  retryAfterMilliseconds: Math.ceil(fullAt - fullAtTheLatest(now, limit)),
});
