import { type Instant, seconds } from '../instant.ts';
import type { Clock } from '../ports.ts';
import type { AlarmBuckets, AlarmQueue, Alarms } from './ports.ts';

/** How far beyond its own time a sweep sends: the minute to the next sweep, and 15 s should that one be late. */
export const lookAhead = seconds(75);
/** What a setter's clock may be behind the sweeper's, its write included. */
const allowance = seconds(15);

/**
 * Sets alarms: those due before the next sweep go straight to the queue, the others into a bucket for the sweeper.
 *
 * An alarm put into a bucket too late for the sweep that passes it would be lost; so only what is due well after that
 * sweep's reach goes there, and should the write itself take too long, the queue gets the alarm as well.
 */
export function makeAlarms({
  buckets,
  queue,
  clock,
}: {
  buckets: AlarmBuckets;
  queue: AlarmQueue;
  clock: Clock;
}): Alarms {
  const isNear = (at: Instant) => at <= clock.now() + lookAhead + allowance;
  return {
    async set(alarm) {
      if (isNear(alarm.at)) return queue.send([alarm]);
      await buckets.put(alarm);
      if (isNear(alarm.at)) await queue.send([alarm]);
    },
  };
}
