import type { Alarms } from '#core/alarms/ports.ts';
import type { Clock } from '#core/ports.ts';
import { makeSqsAlarmQueue } from './alarm-queue.ts';
import type { SqsQueue } from './send-batch.ts';

/** Alarms for those who set near ones only: all of them go straight to the queue. */
export function makeSqsAlarms(queue: SqsQueue & { readonly clock: Clock }): Alarms {
  const { send } = makeSqsAlarmQueue(queue);
  return { set: (alarm) => send([alarm]) };
}
