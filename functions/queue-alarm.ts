import { parseAlarm } from '#adapters/sqs/alarm-message.ts';
import { ring } from '#runtime/compose/ring.ts';
import { queue } from '#runtime/queue.ts';

/** Alarms that ring: each asks its agent, job or chat what is due. All of a batch wait for their instants together. */
export const handler = queue({ parse: parseAlarm, work: ring, idsOf: (alarm) => alarm, width: 10 });
