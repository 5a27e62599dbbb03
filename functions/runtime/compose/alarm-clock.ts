import { makeDynamoAlarmBuckets } from '#adapters/dynamodb/alarms/alarm-buckets.ts';
import { makeSqsAlarmQueue } from '#adapters/sqs/alarm-queue.ts';
import { makeAlarms } from '#core/alarms/alarm-clock.ts';
import { env } from '../env.ts';
import { report } from '../observe.ts';
import { clock } from './clock.ts';
import { dynamodb } from './dynamodb.ts';
import { sqs } from './sqs.ts';

export const buckets = makeDynamoAlarmBuckets({
  client: dynamodb,
  tableName: env('ALARMS_TABLE'),
  clock,
  report,
});
export const alarmQueue = makeSqsAlarmQueue({ client: sqs, queueUrl: env('ALARM_QUEUE_URL'), clock });

/** Alarms of any distance; agents and jobs, whose alarms are near, do without the buckets. */
export const alarmClock = makeAlarms({ buckets, queue: alarmQueue, clock });
