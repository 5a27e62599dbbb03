import { parseAlarm } from '#adapters/sqs/alarm-message.ts';
import { wakeAgent, wakeJob } from '#runtime/compose/wake.ts';
import { queue } from '#runtime/queue.ts';

/** Alarms that ring: each asks its agent or job what is due. */
export const handler = queue({
  parse: parseAlarm,
  work: (alarm) => (alarm.kind === 'agent' ? wakeAgent(alarm) : wakeJob(alarm)),
  idsOf: (alarm) => alarm,
  width: 10,
});
