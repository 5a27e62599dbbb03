import * as z from 'zod/mini';
import type { JobEvent } from '#core/sessions/events.ts';
import { countOutcomes, sumCounts } from '#core/sessions/job-counts.ts';
import type { JobKey, LogoutJob } from '#core/sessions/logout-job.ts';
import { chunkCount } from '#core/sessions/plan-job.ts';
import type {
  ChunkKey,
  ChunkReceipt,
  JobPage,
  LogoutJobPlan,
  LogoutJobReceipts,
  LogoutJobStore,
} from '#core/sessions/ports.ts';
import type { Selector } from '#core/sessions/selector.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { makeMemoryAggregateStore } from './aggregate-store.ts';

/** The ports of logout jobs: one thing, for the plan opens the tallies in which the receipts are counted. */
export interface MemoryLogoutJobs {
  readonly jobs: LogoutJobStore;
  readonly plan: LogoutJobPlan;
  readonly receipts: LogoutJobReceipts;
}

const nameOf = ({ instanceId, jobId }: JobKey) => `${instanceId}#${jobId}`;
const rowShape = z.int().check(z.nonnegative());

/** Keeps logout jobs, their plans and their receipts in memory. */
export function makeMemoryLogoutJobs(): MemoryLogoutJobs {
  const counters = new Map<string, number>();
  const selectors = new Map<string, Selector>();
  const pages = new Map<string, JobPage[]>();
  const receipts = new Map<string, ChunkReceipt[]>();
  const pagesOf = (job: JobKey) => pages.get(nameOf(job)) ?? [];
  const receiptsOf = (job: JobKey) => receipts.get(nameOf(job)) ?? [];
  const receiptOf = (job: JobKey, { page, chunk }: ChunkKey) =>
    receiptsOf(job).find((receipt) => receipt.page === page && receipt.chunk === chunk);

  return {
    jobs: {
      ...makeMemoryAggregateStore<JobKey, LogoutJob, JobEvent>(nameOf),
      async nextJobId(instanceId) {
        const jobId = (counters.get(instanceId) ?? 0) + 1;
        counters.set(instanceId, jobId);
        return jobId;
      },
    },

    plan: {
      async putSelector(job, selector) {
        selectors.set(nameOf(job), selector);
      },
      async selector(job) {
        const selector = selectors.get(nameOf(job));
        if (!selector) throw new Error(`Job ${nameOf(job)} has no selector`);
        return selector;
      },
      async page(job, page) {
        return pagesOf(job).find((planned) => planned.page === page);
      },
      async addPage(job, page) {
        const standing = pagesOf(job).find((planned) => planned.page === page.page);
        if (!standing)
          pages.set(
            nameOf(job),
            [...pagesOf(job), page].sort((a, b) => a.page - b.page),
          );
        return standing ?? page;
      },
    },

    receipts: {
      async find(job, chunk) {
        return receiptOf(job, chunk);
      },
      async add(job, receipt) {
        if (receiptOf(job, receipt)) return;
        receipts.set(
          nameOf(job),
          [...receiptsOf(job), receipt].sort((a, b) => a.page - b.page || a.chunk - b.chunk),
        );
      },
      async tallies(job) {
        return pagesOf(job).map(({ page, found }) => {
          const agents = sum(found.map(({ agentIds }) => agentIds.length));
          const done = receiptsOf(job).filter((receipt) => receipt.page === page);
          return {
            page,
            agents,
            agentsDone: sum(done.map((receipt) => receipt.agents)),
            chunks: chunkCount(agents),
            chunksDone: done.length,
            counts: sumCounts(done.map(({ results }) => countOutcomes(results.map(({ outcome }) => outcome)))),
          };
        });
      },
      async results(job, { limit, cursor }) {
        const start = cursor === undefined ? 0 : decodeCursor(nameOf(job), rowShape, cursor);
        const rows = receiptsOf(job).flatMap(({ results }) => results);
        const end = start + limit;
        return {
          results: rows.slice(start, end),
          ...(end < rows.length && { cursor: encodeCursor(nameOf(job), end) }),
        };
      },
    },
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
