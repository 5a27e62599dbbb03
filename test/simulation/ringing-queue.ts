import assert from 'node:assert/strict';
import type { Alarm, AlarmQueue } from '#core/alarms/ports.ts';
import { minutes, seconds } from '#core/instant.ts';
import type { VirtualTime } from './virtual-time.ts';

const farthest = minutes(15);
const visibilityTimeout = seconds(180);

/** By how much a queue that delays to the nearest second is late, or early if it is negative. */
export const earlyOrLate = (ahead: number) => seconds(Math.round(Math.max(0, ahead) / 1000)) - Math.max(0, ahead);

interface Setting {
  readonly time: VirtualTime;
  /** How long after its instant each copy of an alarm is delivered; before it, if negative. */
  readonly delays: (alarm: Alarm) => readonly number[];
  /** When it throws, the alarm is delivered again. */
  readonly ring: (alarm: Alarm) => Promise<void>;
}

/** A queue that delivers alarms at their instant or later, at least once, and again until they have been dealt with. */
export function makeRingingQueue({ time, delays, ring }: Setting): AlarmQueue {
  async function deliver(alarm: Alarm): Promise<void> {
    try {
      await ring(alarm);
    } catch {
      time.at(time.now() + visibilityTimeout, () => deliver(alarm));
    }
  }
  return {
    async send(alarms) {
      for (const alarm of alarms) {
        assert(alarm.at <= time.now() + farthest, 'The queue takes no alarm so far ahead');
        for (const delay of delays(alarm)) time.at(Math.max(alarm.at, time.now()) + delay, () => deliver(alarm));
      }
    },
  };
}
