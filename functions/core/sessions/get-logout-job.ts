import { type JobCounts, sumCounts } from './job-counts.ts';
import type { JobKey, LogoutJob } from './logout-job.ts';
import type { LogoutJobReceipts, LogoutJobStore, PageTally } from './ports.ts';

export interface LogoutJobReport {
  readonly job: LogoutJob;
  /** While the job runs, `matched` holds the agents found so far, and the others those dealt with. */
  readonly counts: JobCounts;
}

/** Tells how far a job has come. */
export function makeGetLogoutJob({ jobs, receipts }: { jobs: LogoutJobStore; receipts: LogoutJobReceipts }) {
  return async (key: JobKey): Promise<LogoutJobReport | undefined> => {
    const job = (await jobs.load(key))?.state;
    if (!job) return undefined;
    if (job.progress.status === 'completed') return { job, counts: job.progress.counts };
    const tallies = await receipts.tallies(key);
    const counts = sumCounts(tallies.map((tally) => tally.counts));
    return { job, counts: { ...counts, matched: counts.matched + sum(tallies.map(waiting)) } };
  };
}

const waiting = ({ agents, agentsDone }: PageTally) => agents - agentsDone;
const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
