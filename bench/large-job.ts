import { setTimeout as wait } from 'node:timers/promises';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { makeDynamoLogoutJobReceipts } from '#adapters/dynamodb/jobs/logout-job-receipts.ts';
import { makeDynamoLogoutJobStore } from '#adapters/dynamodb/jobs/logout-job-store.ts';
import { makeGetLogoutJob } from '#core/sessions/get-logout-job.ts';
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
 * Runs a job as it is deployed: `POST /v1/force-logouts` creates it, `queue-logout-work` does it with its own pace, two
 * at a time, `queue-alarm` answers its alarm. Returns when all is done, with how long the job took.
 *
 * @throws Error unless every agent was logged out
 */
export async function runLargeJob({ deployment, poll, progress, onBatch = () => {} }: Setup): Promise<number> {
  const { forceLogouts } = await import('#runtime/compose/force-logouts.ts');
  const work = await import('../functions/queue-logout-work.ts');
  const alarm = await import('../functions/queue-alarm.ts');
  const { logoutQueueUrl, alarmQueueUrl, tables, aside } = deployment;
  const jobsTable = { client: aside, tableName: tables.jobs };
  const getJob = makeGetLogoutJob({
    jobs: makeDynamoLogoutJobStore(jobsTable),
    receipts: makeDynamoLogoutJobReceipts({ ...jobsTable, clock: Date }),
  });

  const began = performance.now();
  const everybody = { agentIds: [], teamIds: [], ipRanges: [aRange('10.0.0.0', '10.255.255.255')] };
  const request = { timing: 'afterContact', requestedBy: 'key-1', reason: 'End of the shift' } as const;
  const outcome = await forceLogouts(instanceId, everybody, request);
  if (outcome.type !== 'job') throw new Error('So many agents should have become a job');
  const { job } = outcome;

  const { promise: alarmHasRung, resolve: onAlarm } = Promise.withResolvers<void>();
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
      queueUrl: alarmQueueUrl,
      handler: alarm.handler,
      workers: 1,
      windowSeconds: 0,
      onBatch: onAlarm,
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
  await Promise.race([Promise.all([took, alarmHasRung]), ...queues.map(({ running }) => running)]);
  for (const { stop } of queues) await stop();
  return (await took) / 1000;
}
