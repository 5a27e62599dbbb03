/** The clock and the timers that the stand-in runs on: real, or virtual in a simulation. */
export interface StandInTime {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs a task at an instant, at once if that has passed. There is no cancelling: a task looks whether it still applies. */
  at(instant: number, task: () => Promise<void>): void;
}

/** Longer timers would fire at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * Real time.
 *
 * @param speed how much faster it passes: 60 makes a minute last a second. @default 1
 */
export function realTime(speed = 1): StandInTime {
  const start = Date.now();
  const now = () => start + (Date.now() - start) * speed;
  const at = (instant: number, task: () => Promise<void>) => {
    const delay = Math.ceil((instant - now()) / speed);
    const next = delay > longestTimer ? async () => at(instant, task) : task;
    // Timers must not keep a process alive whose server has stopped.
    setTimeout(() => void next(), Math.min(Math.max(delay, 0), longestTimer)).unref();
  };
  return { now, at };
}
