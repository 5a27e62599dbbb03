import type { RateLimits } from '#core/access/rate-limit.ts';
import type { Clock, Report } from '#core/ports.ts';
import { type HttpAnswer, type HttpRequest, RefusedRequest } from '#dialects/http.ts';
import { count } from './observe.ts';

/** Whose bucket a token is taken from. */
type Caller = Parameters<RateLimits['take']>[0];

interface Ports {
  readonly limits: RateLimits;
  readonly clock: Clock;
  readonly report: Report;
}

/**
 * Takes a token from a caller's bucket. When buckets cannot be asked, everybody is let through: ending a session matters
 * more than counting who does.
 *
 * @throws RefusedRequest when there is none left, with the seconds to wait.
 */
export const makeTakeToken =
  ({ limits, clock, report }: Ports) =>
  async (caller: Caller): Promise<void> => {
    const taken = await limits.take(caller, clock.now()).catch((error: unknown) => {
      report('A rate limit could not be asked; the request was let through', error);
      return { type: 'taken' } as const;
    });
    if (taken.type === 'taken') return;
    count('RateLimited');
    const retryAfterSeconds = Math.ceil(taken.retryAfterMilliseconds / 1000);
    throw new RefusedRequest({ type: 'tooManyRequests', retryAfterSeconds });
  };

/** Takes a token from the caller's bucket before the work begins. */
export const makeLimited =
  (takeToken: (caller: Caller) => Promise<void>) =>
  (work: (request: HttpRequest) => Promise<HttpAnswer>) =>
  async (request: HttpRequest): Promise<HttpAnswer> => {
    await takeToken(request.caller);
    return work(request);
  };
