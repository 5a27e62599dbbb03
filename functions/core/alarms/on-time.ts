import { type Instant, seconds } from '../instant.ts';
import type { Clock } from '../ports.ts';
import type { Alarm, Alarms } from './ports.ts';

/** Twice what the queue is early by, and little of the time that a ring has. */
const longestWait = seconds(1);

interface Ports {
  readonly ring: (alarm: Alarm) => Promise<void>;
  readonly alarms: Alarms;
  readonly clock: Clock;
  /** Returns when the clock shows the instant or a later one. */
  readonly until: (instant: Instant) => Promise<void>;
}

/**
 * Rings alarms at their instant, never before. The queue delays to the nearest second only, so what comes early waits
 * here: half a second at most, a quarter on average. What comes earlier still, as by the clock of another machine, is
 * set once more, for somebody counts on it.
 */
export function makeRingOnTime({ ring, alarms, clock, until }: Ports) {
  return async (alarm: Alarm): Promise<void> => {
    if (alarm.at > clock.now() + longestWait) return alarms.set(alarm);
    await until(alarm.at);
    await ring(alarm);
  };
}
