import type { JobKey } from './logout-job.ts';
import type { AgentResultPage, LogoutJobReceipts, LogoutJobStore } from './ports.ts';

/** Lists what became of each agent of a job, as far as it has come; nothing when there is no such job. */
export function makeListLogoutResults({ jobs, receipts }: { jobs: LogoutJobStore; receipts: LogoutJobReceipts }) {
  return async (key: JobKey, page: { limit: number; cursor?: string }): Promise<AgentResultPage | undefined> =>
    (await jobs.load(key)) && receipts.results(key, page);
}
