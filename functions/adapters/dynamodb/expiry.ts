import { type Instant, minutes } from '#core/instant.ts';

/** The TTL attribute, `expiresAt`: epoch seconds, so many days after an instant. */
export const expiry = (from: Instant, days: number) => ({
  expiresAt: Math.ceil((from + minutes(days * 24 * 60)) / 1000),
});
