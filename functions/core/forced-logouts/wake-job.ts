import type { ChangeOptions } from '../change.ts';
import type { Instant } from '../instant.ts';
import type { Clock, Report } from '../ports.ts';
import type { FinishJob } from './job-progress.ts';
import {
  beginScheduledJob,
  type ChangeJob,
  isCancelled,
  isFinished,
  type JobKey,
  type LogoutJob,
  sentPagesOf,
  watchJob,
} from './logout-job.ts';
import { chunksOf, firstPage, sendFrom } from './plan-job.ts';
import type {
  LogoutJobPlan,
  LogoutJobReceipts,
  LogoutJobStore,
  LogoutMessage,
  LogoutQueue,
  PageTally,
  PlanCursor,
} from './ports.ts';

interface Ports {
  readonly jobs: LogoutJobStore;
  readonly plan: LogoutJobPlan;
  readonly receipts: LogoutJobReceipts;
  readonly queue: LogoutQueue;
  readonly changeJob: ChangeJob;
  readonly finishJob: FinishJob;
  readonly clock: Clock;
  readonly report: Report;
}

/**
 * The wake-up of a job, which begins one that is scheduled. Until the job is finished there is always a next one. It publishes what was left unpublished, and
 * continues a job of which nothing has been done for some minutes: whatever was lost with its messages is sent again, and
 * what was done is recognized.
 */
export function makeWakeJob({ jobs, plan, receipts, queue, changeJob, finishJob, clock, report }: Ports) {
  return async (key: JobKey): Promise<void> => {
    const job = (await jobs.load(key))?.state;
    if (job?.progress.status === 'scheduled') return begin(key, job.progress.startsAt);
    const tallies = job?.progress.status === 'running' ? await receipts.tallies(key) : [];
    const done = (job ? sentPagesOf(job) : 0) + tallies.reduce((sum, { chunksDone }) => sum + chunksDone, 0);
    // While the bus is down, a job goes on. Its next wake-up publishes what is left.
    const delivery = job && !isFinished(job) ? 'last' : 'repeated';
    const state = await changeJob(key, (current, now) => watchJob(current, done, now), { delivery });
    // Whoever cancelled it may have died before anything was taken back.
    if (job && isCancelled(job)) return queue.send([firstPage(key)]);
    if (!job || state !== 'standsStill') return;
    report(`Job ${key.jobId} of ${key.instanceId} stands still and is continued`, new Error('No progress'));
    if (job.progress.status === 'created') return queue.send([firstPage(key)]);
    await queue.send([...(await unfinishedChunks(key, tallies)), ...(await nextPage(key, job))]);
    await finishJob(key);
  };

  /** An early wake-up publishes the event of the request. What is left of it when the job begins is for the next wake-up. */
  async function begin(key: JobKey, startsAt: Instant): Promise<void> {
    const options: ChangeOptions = clock.now() < startsAt ? { delivery: 'repeated' } : {};
    const outcome = await changeJob(key, beginScheduledJob, options);
    if (outcome === 'done') await queue.send([firstPage(key)]);
  }

  async function unfinishedChunks(key: JobKey, tallies: readonly PageTally[]): Promise<LogoutMessage[]> {
    const messages: LogoutMessage[] = [];
    for (const { page, chunks, chunksDone } of tallies) {
      const stored = chunks > chunksDone ? await plan.page(key, page) : undefined;
      // The rest of a job that is sent in portions follows from where it stands still.
      if (stored?.chunkSize !== undefined) return [sendFrom(key, { page, chunk: 0 })];
      if (stored) messages.push(...chunksOf(key, stored));
    }
    return messages;
  }

  /** The message that plans the first page that has not been sent. */
  async function nextPage(key: JobKey, job: LogoutJob): Promise<LogoutMessage[]> {
    if (job.progress.status !== 'running' || job.progress.pages !== undefined) return [];
    const page = sentPagesOf(job);
    const again: PlanCursor = { list: 0, again: true };
    const from = page === 0 ? { list: 0 } : ((await plan.page(key, page - 1))?.next ?? again);
    return [{ type: 'plan', ...key, page, from }];
  }
}
