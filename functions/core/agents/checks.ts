import { type Instant, minutes, seconds } from '../instant.ts';

/** How long a backend may take to show what it was told, and the pauses between further looks. */
const gaps = [seconds(30), minutes(1), minutes(2), minutes(5)] as const;

/** The next look at a backend, later each time. */
export const nextCheck = (checks: number, now: Instant) => ({
  checkAt: now + (gaps[checks] ?? gaps[3]),
  checks: checks + 1,
});
