import assert from 'node:assert/strict';
import { minutes, seconds } from '#core/instant.ts';
import type { WakeUp, WakeUpQueue } from '#core/wake-ups/ports.ts';
import type { VirtualTime } from './virtual-time.ts';

const longestDelay = minutes(15);
const visibilityTimeout = seconds(180);

/** By how many milliseconds a queue that delays to the nearest second is late, or early if it is negative. */
export const earlyOrLate = (ahead: number) => seconds(Math.round(Math.max(0, ahead) / 1000)) - Math.max(0, ahead);

interface Setting {
  readonly time: VirtualTime;
  /** How long after its instant each copy of a wake-up is delivered; before it, if negative. */
  readonly delays: (wakeUp: WakeUp) => readonly number[];
  /** When it throws, the wake-up is delivered again. */
  readonly wake: (wakeUp: WakeUp) => Promise<void>;
}

/** A queue on virtual time. It delivers each wake-up at least once, and again until it has been handled. */
export function makeVirtualWakeUpQueue({ time, delays, wake }: Setting): WakeUpQueue {
  async function deliver(wakeUp: WakeUp): Promise<void> {
    try {
      await wake(wakeUp);
    } catch {
      time.at(time.now() + visibilityTimeout, () => deliver(wakeUp));
    }
  }
  return {
    async send(wakeUps) {
      for (const wakeUp of wakeUps) {
        assert(wakeUp.at <= time.now() + longestDelay, 'The wake-up is too far ahead for the queue');
        for (const delay of delays(wakeUp)) time.at(Math.max(wakeUp.at, time.now()) + delay, () => deliver(wakeUp));
      }
    },
  };
}
