import type { Canceller, LogoutOrder } from '../agents/logout-order.ts';
import type { Instant } from '../instant.ts';
import type { Requested } from './request-events.ts';
import type { JobCounts } from './result.ts';

/** What happens to logout jobs, in the past tense; published on the bus with an envelope (`Recorded`). */
export type JobEvent =
  /** The job is made. One with `startsAt` begins then. */
  (Requested & { readonly type: 'LogoutRequested'; readonly jobId: number; readonly startsAt?: Instant }) | JobEnd;

interface OfJob {
  readonly instanceId: string;
  readonly jobId: number;
  readonly order: LogoutOrder;
  readonly startedAt: Instant;
}

/** How a job ends. */
export type JobEnd =
  | (OfJob & { readonly type: 'LogoutJobCompleted'; readonly finishedAt: Instant; readonly counts: JobCounts })
  | (OfJob & { readonly type: 'LogoutJobFailed'; readonly finishedAt: Instant; readonly failure: string })
  /** Somebody has cancelled the job. `counts` is what had been done until then; logouts that wait are taken back one by one. */
  | (OfJob & {
      readonly type: 'LogoutJobCancelled';
      readonly finishedAt: Instant;
      readonly counts: JobCounts;
    } & Canceller);
