import { makeDynamoLogoutJobReceipts } from '#adapters/dynamodb/jobs/logout-job-receipts.ts';
import { makeDynamoLogoutJobStore } from '#adapters/dynamodb/jobs/logout-job-store.ts';
import { makeGetLogoutJob } from '#core/sessions/get-logout-job.ts';
import { makeListLogoutResults } from '#core/sessions/list-logout-results.ts';
import { env } from '../env.ts';
import { clock } from './clock.ts';
import { dynamodb } from './dynamodb.ts';

const table = { client: dynamodb, tableName: env('JOBS_TABLE') };

export const jobs = makeDynamoLogoutJobStore(table);
export const receipts = makeDynamoLogoutJobReceipts({ ...table, clock });

export const getLogoutJob = makeGetLogoutJob({ jobs, receipts });
export const listLogoutResults = makeListLogoutResults({ jobs, receipts });
