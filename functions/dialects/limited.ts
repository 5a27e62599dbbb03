import { type Admit, type RateLimit, rateLimit, refillMilliseconds } from '#core/access/rate-limit.ts';
import { seconds } from '#core/instant.ts';
import { RefusedRequest } from './http.ts';
import type { CallerRoute } from './route.ts';

/** The same route with a rate limit for each caller. It is checked before anything else, and every answer says what is left. */
export const limited = <UseCases>(route: CallerRoute<UseCases>): CallerRoute<UseCases & { readonly admit: Admit }> => ({
  ...route,
  isRateLimited: true,
  async handle(useCases, request) {
    const admission = await useCases.admit(request.caller);
    if (admission.type !== 'admitted') throw new RefusedRequest(admission, rateLimitHeaders(rateLimit, 0));
    const { remaining } = admission;
    if (remaining === undefined) return route.handle(useCases, request);
    const headers = rateLimitHeaders(rateLimit, remaining);
    const answer = await route.handle(useCases, request).catch((error: unknown): never => {
      throw error instanceof RefusedRequest ? new RefusedRequest(error.problem, headers) : error;
    });
    return { ...answer, headers: { ...answer.headers, ...headers } };
  },
});

/** The name of the one policy there is. */
const policy = '"default"';

/**
 * What a caller may send, in the fields of draft-ietf-httpapi-ratelimit-headers-10: `q` requests in any `w` seconds, of which
 * `r` are left, and more in `t` seconds. For a token bucket that is as many as it takes, in the time that it needs to fill.
 */
function rateLimitHeaders(limit: RateLimit, remaining: number): Record<string, string> {
  const refill = refillMilliseconds(limit);
  const wholeSeconds = (milliseconds: number) => Math.max(1, Math.ceil(milliseconds / seconds(1)));
  return {
    'ratelimit-policy': `${policy};q=${limit.burst};w=${wholeSeconds(limit.burst * refill)}`,
    ratelimit: `${policy};r=${remaining};t=${wholeSeconds(refill)}`,
  };
}
