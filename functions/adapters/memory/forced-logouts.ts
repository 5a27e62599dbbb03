import * as z from 'zod/mini';
import type { JobEvent } from '#core/forced-logouts/events.ts';
import type { JobKey, LogoutJob } from '#core/forced-logouts/logout-job.ts';
import { chunkCount } from '#core/forced-logouts/plan-job.ts';
import type {
  ChunkKey,
  ChunkReceipt,
  JobPage,
  LogoutJobPlan,
  LogoutJobReceipts,
  LogoutJobStore,
  LogoutMessage,
  LogoutQueue,
} from '#core/forced-logouts/ports.ts';
import { countOutcomes, sumCounts } from '#core/forced-logouts/result.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import type { Instant } from '#core/instant.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { makeMemoryAggregateStore } from './change.ts';

/** The ports of logout jobs. They are made together, because the plan opens the tallies that count the receipts. */
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

  const store = makeMemoryAggregateStore<JobKey, LogoutJob, JobEvent>(nameOf);

  return {
    jobs: {
      ...store,

      async latest(instanceId, { limit, cursor }) {
        const list = `${instanceId}#jobs`;
        const from = cursor === undefined ? Number.POSITIVE_INFINITY : decodeCursor(list, rowShape, cursor);
        const older = store
          .all()
          .map(({ state }) => state)
          .filter((job) => job.instanceId === instanceId && job.jobId <= from)
          .sort((a, b) => b.jobId - a.jobId);
        const next = older[limit]?.jobId;
        return { jobs: older.slice(0, limit), ...(next !== undefined && { cursor: encodeCursor(list, next) }) };
      },

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
        const stored = pagesOf(job).find((planned) => planned.page === page.page);
        if (stored) return stored;
        const all = [...pagesOf(job), page].sort((a, b) => a.page - b.page);
        pages.set(nameOf(job), all);
        return page;
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
        return pagesOf(job).map(({ page, found, chunkSize }) => {
          const agents = sum(found.map(({ agentIds }) => agentIds.length));
          const done = receiptsOf(job).filter((receipt) => receipt.page === page);
          return {
            page,
            agents,
            agentsDone: sum(done.map((receipt) => receipt.agents)),
            chunks: chunkCount(agents, chunkSize),
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

/** A queue whose messages a test takes and delivers. */
export interface MemoryLogoutQueue extends LogoutQueue {
  /** Takes the oldest message that is due by `now` out of the queue. @default - whenever it is due */
  take(now?: Instant): LogoutMessage | undefined;
  /** The messages in the queue, the oldest first. */
  waiting(): readonly LogoutMessage[];
}

/** Holds the work of logout jobs in memory. */
export function makeMemoryLogoutQueue(): MemoryLogoutQueue {
  const held: { readonly message: LogoutMessage; readonly notBefore: Instant }[] = [];
  return {
    async send(messages, notBefore = 0) {
      held.push(...messages.map((message) => ({ message, notBefore })));
    },
    take(now = Number.POSITIVE_INFINITY) {
      const due = held.findIndex(({ notBefore }) => notBefore <= now);
      return due < 0 ? undefined : held.splice(due, 1)[0]?.message;
    },
    waiting: () => held.map(({ message }) => message),
  };
}
