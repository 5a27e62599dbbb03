/**
 * How long a function may work before it answers, in milliseconds, by the beginning of its name: whatever its dependencies
 * do, it answers by then, in a shape that its caller knows. All lie below the function's own timeout, after which Lambda
 * would answer instead. A single call out takes less than half of it (`adapters/call-limits.ts`).
 */
export const answeredWithin = {
  'http-': 8_000,
  'socket-authorize': 5_000,
  'socket-': 8_000,
  /** A contact flow waits 8 seconds, including a cold start. */
  'flow-': 6_000,
  'event-': 8_000,
  /** The next sweep comes after a minute. */
  'schedule-': 50_000,
} as const satisfies Record<string, number>;

/**
 * What a function behind a queue keeps of its time for reporting which records failed, in milliseconds. Everything before
 * belongs to its records: one that takes longer fails alone.
 */
export const keptForReport = 1_000;
