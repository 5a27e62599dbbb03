import assert from 'node:assert/strict';
import type { Alarm, AlarmQueue } from '#core/alarms/ports.ts';
import { minutes, seconds } from '#core/instant.ts';
import type { VirtualTime } from './virtual-time.ts';

const farthest = minutes(15);
const visibilityTimeout = seconds(180);

interface Setting {
  readonly time: VirtualTime;
  /** How long after its instant each copy of an alarm is delivered. */
  readonly delays: () => readonly number[];
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
        for (const delay of delays()) time.at(Math.max(alarm.at, time.now()) + delay, () => deliver(alarm));
      }
    },
  };
}
