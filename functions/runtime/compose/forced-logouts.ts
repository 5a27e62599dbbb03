import { makeDynamoLogoutJobPlan } from '#adapters/dynamodb/job-plan.ts';
import { makeDynamoLogoutJobReceipts } from '#adapters/dynamodb/job-receipts.ts';
import { makeDynamoLogoutJobStore } from '#adapters/dynamodb/jobs-store.ts';
import { makeSqsLogoutPutBack, makeSqsLogoutQueue } from '#adapters/sqs/logout-queue.ts';
import { makeForcedLogoutUseCases } from '#core/forced-logouts/use-cases.ts';
import { makeWakeUps } from '#core/wake-ups/schedule.ts';
import { env } from '../env.ts';
import { report } from '../observe.ts';
import { agents, directory } from './agents.ts';
import { clock, ids, pauses, workClock } from './clock.ts';
import { table } from './dynamodb.ts';
import { buckets, bus, makeBus, queue, wakeUpQueue } from './messaging.ts';

const jobs = table('JOBS_TABLE');
const retention = {
  clock,
  report,
  get keptForDays() {
    return Number(env('RESULT_DAYS'));
  },
};

export const logoutJobs = makeDynamoLogoutJobStore(jobs, retention);
/** For far ahead, too. */
export const logoutWakeUps = makeWakeUps({ buckets, queue: wakeUpQueue, clock });

export const forcedLogouts = makeForcedLogoutUseCases(
  {
    directory,
    jobs: logoutJobs,
    plan: makeDynamoLogoutJobPlan(jobs, retention),
    receipts: makeDynamoLogoutJobReceipts(jobs, retention),
    queue: makeSqsLogoutQueue(queue('LOGOUT_QUEUE_URL'), { clock }),
    bus,
    requestBus: makeBus(),
    wakeUps: logoutWakeUps,
    clock,
    workClock,
    pauses,
    ids,
    report,
  },
  agents,
);

/** Sends work that was not begun to the queue again. */
export const putBack = makeSqsLogoutPutBack(queue('LOGOUT_QUEUE_URL'));
