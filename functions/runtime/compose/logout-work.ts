import { makeDynamoLogoutJobPlan } from '#adapters/dynamodb/jobs/logout-job-plan.ts';
import { makeSqsLogoutQueue } from '#adapters/sqs/logout-queue.ts';
import { env } from '../env.ts';
import { clock } from './clock.ts';
import { dynamodb } from './dynamodb.ts';
import { sqs } from './sqs.ts';

export const plan = makeDynamoLogoutJobPlan({ client: dynamodb, tableName: env('JOBS_TABLE'), clock });
export const logoutQueue = makeSqsLogoutQueue({ client: sqs, queueUrl: env('LOGOUT_QUEUE_URL') });
