import type { Clock } from '#core/ports.ts';

/** The machine's time. */
export const clock: Clock = { now: () => Date.now() };
