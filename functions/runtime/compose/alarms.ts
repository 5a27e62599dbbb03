import { makeSqsAlarms } from '#adapters/sqs/alarms.ts';
import { env } from '../env.ts';
import { clock } from './clock.ts';
import { sqs } from './sqs.ts';

export const alarms = makeSqsAlarms({ client: sqs, queueUrl: env('ALARM_QUEUE_URL'), clock });
