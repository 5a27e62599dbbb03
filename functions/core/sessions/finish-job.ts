import type { Commit } from '../commit.ts';
import type { JobEvent } from './events.ts';
import { sumCounts } from './job-counts.ts';
import { completeJob, isFinished, type JobKey, type LogoutJob } from './logout-job.ts';
import type { LogoutJobReceipts, LogoutJobStore } from './ports.ts';

const unchanged = (state: LogoutJob | undefined) => ({ state, events: [], outcome: undefined });

/** Completes the job if nothing of it is left to do. */
export type FinishJob = (key: JobKey) => Promise<void>;

interface Ports {
  readonly jobs: LogoutJobStore;
  readonly receipts: LogoutJobReceipts;
  readonly commitJob: Commit<JobKey, LogoutJob, JobEvent>;
}

/**
 * Asked after every receipt and after the last page was planned. Both look at what is stored after their own write,
 * so whichever comes last sees everything; when both do, completing is done once.
 */
export function makeFinishJob({ jobs, receipts, commitJob }: Ports): FinishJob {
  return async (key) => {
    const job = (await jobs.load(key))?.state;
    // An earlier attempt may have broken off before its event was out.
    if (job && isFinished(job)) return commitJob(key, unchanged, 'redelivery');
    const progress = job?.progress;
    if (progress?.status !== 'running' || progress.pages === undefined) return;
    const tallies = await receipts.tallies(key);
    const isDone =
      tallies.length === progress.pages && tallies.every(({ chunks, chunksDone }) => chunks === chunksDone);
    if (!isDone) return;
    const counts = sumCounts(tallies.map((tally) => tally.counts));
    await commitJob(key, (job, now) => completeJob(job, counts, now), 'redelivery');
  };
}
