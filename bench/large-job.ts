import { setTimeout as wait } from 'node:timers/promises';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { makeDynamoLogoutJobReceipts } from '#adapters/dynamodb/job-receipts.ts';
import { makeDynamoLogoutJobStore } from '#adapters/dynamodb/jobs-store.ts';
import { makeGetLogoutJob } from '#core/forced-logouts/job-progress.ts';
import { aRange } from '#test/support/agents.ts';
import type { Deployment } from './deployment.ts';
import { instanceId } from './fleet.ts';
import { startWorkers } from './queue-workers.ts';

export const agentsOfJob = 20_000;

interface Setup {
  readonly deployment: Deployment;
  /** The client the queues are polled with. */
  readonly poll: SQSClient;
  readonly progress: (line: string) => void;
  /** After each batch of messages. @default nothing */
  readonly onBatch?: () => void;
}

/**
 * Runs a job as it is deployed: `POST /v1/force-logouts` creates it, `queue-logout-work` processes it at its own
 * pace, two batches at a time, and `queue-wake-up` handles its wake-up. Returns how many seconds the job took.
 *
 * @throws Error unless every agent was logged out
 */
export async function runLargeJob({ deployment, poll, progress, onBatch = () => {} }: Setup): Promise<number> {
  const { forcedLogouts } = await import('#runtime/compose/forced-logouts.ts');
  const work = await import('../functions/queue-logout-work.ts');
  const wakeUp = await import('../functions/queue-wake-up.ts');
  const { logoutQueueUrl, wakeUpQueueUrl, tables, aside } = deployment;
  const jobsTable = { client: aside, tableName: tables.jobs };
  const getJob = makeGetLogoutJob({
    jobs: makeDynamoLogoutJobStore(jobsTable, { keptForDays: 90 }),
    receipts: makeDynamoLogoutJobReceipts(jobsTable, { clock: Date, keptForDays: 90 }),
    backends: () => undefined,
    clock: Date,
  });

  const began = performance.now();
  const everybody = { agentIds: [], teamIds: [], ipRanges: [aRange('10.0.0.0', '10.255.255.255')] };
  const order = { requestedBy: 'key-1', reason: 'End of the shift' };
  const request = { timing: 'afterContact', order } as const;
  const outcome = await forcedLogouts.forceLogouts(instanceId, everybody, request);
  if (outcome.type !== 'job') throw new Error('The request did not become a job');
  const { job } = outcome;

  const { promise: wakeUpHasFired, resolve: onWakeUp } = Promise.withResolvers<void>();
  const queues = [
    startWorkers({
      client: poll,
      queueUrl: logoutQueueUrl,
      handler: work.handler,
      workers: 2,
      windowSeconds: 1,
      onBatch,
    }),
    startWorkers({
      client: poll,
      queueUrl: wakeUpQueueUrl,
      handler: wakeUp.handler,
      workers: 1,
      windowSeconds: 0,
      onBatch: onWakeUp,
    }),
  ];

  async function completed(): Promise<number> {
    for (;;) {
      const report = await getJob(job);
      if (report?.job.progress.status === 'completed') {
        if (report.counts.loggedOut === agentsOfJob) return performance.now() - began;
        throw new Error(`Not everybody was logged out: ${JSON.stringify(report.counts)}`);
      }
      progress(`${report?.counts.loggedOut ?? 0} of ${agentsOfJob} agents logged out`);
      await wait(5000);
    }
  }

  const took = completed();
  await Promise.race([Promise.all([took, wakeUpHasFired]), ...queues.map(({ running }) => running)]);
  for (const { stop } of queues) await stop();
  return (await took) / 1000;
}
