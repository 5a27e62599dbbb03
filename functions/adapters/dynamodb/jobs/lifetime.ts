import type { Instant } from '#core/instant.ts';
import { expiry as expiryAfter } from '../expiry.ts';

const keptForDays = 90;

/** The TTL attribute of what begins now, a job's lifetime ahead. */
export const expiry = (from: Instant) => expiryAfter(from, keptForDays);
