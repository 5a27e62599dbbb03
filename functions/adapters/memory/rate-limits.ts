import {
  emptyUntilFull,
  fullAtTheLatest,
  type RateLimits,
  rateLimit,
  refillMilliseconds,
} from '#core/access/rate-limit.ts';
import type { Instant } from '#core/instant.ts';

/** Keeps the buckets of callers in memory. */
export function makeMemoryRateLimits(limit = rateLimit): RateLimits {
  const fullAt = new Map<string, Instant>();
  return {
    async take({ instanceId, callerId }, now) {
      const name = `${instanceId}#${callerId}`;
      const full = fullAt.get(name) ?? now;
      if (full > fullAtTheLatest(now, limit)) return emptyUntilFull(full, now, limit);
      fullAt.set(name, Math.max(now, full) + refillMilliseconds(limit));
      return { type: 'taken' };
    },
  };
}
