import { type Instant, minutes, seconds } from '../instant.ts';
import type { Clock } from '../ports.ts';
import type { WakeUp, WakeUpBuckets, WakeUpQueue, WakeUps } from './ports.ts';

/** How far ahead a sweep sends: the minute until the next sweep, and four more in case sweeps are missed. */
export const lookAhead = minutes(5);
/**
 * What is due within this time goes straight to the queue, which accepts no longer delay. A sweep reaches ten minutes less
 * far. This margin covers clocks that differ and slow writes, so that no wake-up is put behind a sweep that has passed.
 */
const queueReach = minutes(15);

interface Ports {
  readonly buckets: WakeUpBuckets;
  readonly queue: WakeUpQueue;
  readonly clock: Clock;
}

/**
 * Sets wake-ups: those of the next 15 minutes in the queue, the others in a bucket for the sweeper. The queue is cheaper
 * and needs no sweeper (docs/decisions/0007).
 */
export function makeWakeUps({ buckets, queue, clock }: Ports): WakeUps {
  return { set: (wakeUp) => (wakeUp.at <= clock.now() + queueReach ? queue.send([wakeUp]) : buckets.put(wakeUp)) };
}

/** Twice the longest time by which the queue delivers early. It takes little of the time that the function has. */
const longestWait = seconds(1);

interface OnTimePorts {
  readonly wake: (wakeUp: WakeUp) => Promise<void>;
  readonly wakeUps: WakeUps;
  readonly clock: Clock;
  /** Returns when the clock shows the instant or a later one. */
  readonly until: (instant: Instant) => Promise<void>;
}

/**
 * Fires wake-ups at their instant, never before. The queue delays to the nearest second, so a wake-up that arrives early
 * waits here, for half a second at most and a quarter on average. One that arrives earlier still, because clocks differ,
 * is set again.
 */
export function makeWakeOnTime({ wake, wakeUps, clock, until }: OnTimePorts) {
  return async (wakeUp: WakeUp): Promise<void> => {
    if (wakeUp.at > clock.now() + longestWait) return wakeUps.set(wakeUp);
    await until(wakeUp.at);
    await wake(wakeUp);
  };
}

/** How far ahead the wake-up that guards an outbox is set. */
export const guardAfter = seconds(60);
/** A wake-up that is set for sooner might fire before the save that it guards. */
const saveTakesAtMost = seconds(30);

export function earliest(...instants: readonly (Instant | undefined)[]): Instant | undefined {
  const given = instants.filter((at) => at !== undefined);
  return given.length > 0 ? Math.min(...given) : undefined;
}

/** Whether a wake-up that is already set also serves this purpose: it fires no later, and not before the save is complete. */
export const covers = (set: Instant | undefined, wanted: Instant | undefined, now: Instant): boolean =>
  set !== undefined && wanted !== undefined && set <= wanted && set >= Math.min(wanted, now + saveTakesAtMost);
