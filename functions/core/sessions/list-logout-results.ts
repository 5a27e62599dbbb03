import { isFinished, type JobKey } from './logout-job.ts';
import type { AgentResultPage, LogoutJobReceipts, LogoutJobStore } from './ports.ts';

export interface LogoutResults extends AgentResultPage {
  /** Whether every agent of the job has a result by now. Until then a page may lack some that are worked on. */
  readonly complete: boolean;
}

/** Lists what became of each agent of a job, as far as it has come; nothing when there is no such job. */
export function makeListLogoutResults({ jobs, receipts }: { jobs: LogoutJobStore; receipts: LogoutJobReceipts }) {
  return async (key: JobKey, page: { limit: number; cursor?: string }): Promise<LogoutResults | undefined> => {
    const job = (await jobs.load(key))?.state;
    if (!job) return undefined;
    return { ...(await receipts.results(key, page)), complete: isFinished(job) };
  };
}
