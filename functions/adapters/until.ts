import { setTimeout as wait } from 'node:timers/promises';
import type { Instant } from '#core/instant.ts';
import type { Clock } from '#core/ports.ts';

/** After this a wait looks at the clock again: in a local run it may be faster than the machine. */
const glanceMilliseconds = 10;

interface Setting {
  readonly clock: Clock;
  /** @default the machine's */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/** Waits until the clock shows an instant. A timer alone would not do: it may go off a millisecond early. */
export const makeUntil =
  ({ clock, pause = wait }: Setting) =>
  async (instant: Instant): Promise<void> => {
    for (let rest = instant - clock.now(); rest > 0; rest = instant - clock.now()) {
      await pause(Math.min(rest, glanceMilliseconds));
    }
  };
