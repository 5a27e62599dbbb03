import { type Instant, minutes } from '#core/instant.ts';

const keptForDays = 90;

/** The TTL attribute of what begins now: epoch seconds, a job's lifetime ahead. */
export const expiry = (from: Instant) => ({ expiresAt: Math.ceil((from + minutes(keptForDays * 24 * 60)) / 1000) });
