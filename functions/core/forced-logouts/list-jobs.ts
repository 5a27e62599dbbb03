import type { Backends } from '../agents/backend.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import type { Clock } from '../ports.ts';
import { type LogoutJobReport, makeReportJob } from './job-progress.ts';
import type { JobProgress, LogoutJob } from './logout-job.ts';
import type { LogoutJobReceipts, LogoutJobStore } from './ports.ts';

interface Ports {
  readonly jobs: LogoutJobStore;
  readonly receipts: LogoutJobReceipts;
  readonly backends: Backends;
  readonly clock: Clock;
}

export interface JobPage {
  readonly jobs: readonly LogoutJobReport[];
  readonly cursor?: string;
}

/** Look-ups for one answer; a rare status gives a short page with a cursor rather than a long wait. */
const lookupsPerPage = 20;
/** Jobs that are counted at the same time: only those that run have to be. */
const width = 10;

/** Lists the jobs of an instance, the newest first, a page at a time. */
export function makeListLogoutJobs(ports: Ports) {
  const report = makeReportJob(ports);
  return async (
    instanceId: string,
    { status }: { readonly status?: JobProgress['status'] },
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<JobPage> => {
    const jobs: LogoutJob[] = [];
    let next = cursor;
    for (let lookups = 0; lookups < lookupsPerPage && jobs.length < limit; lookups += 1) {
      const page = { limit: limit - jobs.length, ...(next !== undefined && { cursor: next }) };
      const found = await ports.jobs.latest(instanceId, page);
      jobs.push(...found.jobs.filter(({ progress }) => status === undefined || progress.status === status));
      next = found.cursor;
      if (next === undefined) break;
    }
    const reports = allFulfilled(await inParallel(jobs, width, report), 'jobs');
    return { jobs: reports, ...(next !== undefined && { cursor: next }) };
  };
}
