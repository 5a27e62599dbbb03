import { minutes } from '../instant.ts';
import type { Clock } from '../ports.ts';
import type { AlarmBuckets, AlarmQueue, Alarms } from './ports.ts';

/** How far beyond its own time a sweep sends: the minute to the next sweep, and four more, should those be missed. */
export const lookAhead = minutes(5);
/**
 * What is due within this time goes straight to the queue, which takes no more. The ten minutes between this and what a
 * sweep reaches are for clocks that differ and writes that take long: no alarm is put behind a sweep that has passed.
 */
const straight = minutes(15);

/**
 * Sets alarms: those of the next quarter of an hour in the queue, the others in a bucket for the sweeper.
 * The queue is the cheaper place, and needs no sweeper (docs/decisions/0007).
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
  return { set: (alarm) => (alarm.at <= clock.now() + straight ? queue.send([alarm]) : buckets.put(alarm)) };
}
