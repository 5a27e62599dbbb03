import type { Canceller, LogoutOrder } from '../agents/logout-order.ts';
import type { Instant } from '../instant.ts';
import type { JobCounts } from './result.ts';

interface OfJob {
  readonly instanceId: string;
  readonly jobId: number;
  readonly order: LogoutOrder;
  readonly startedAt: Instant;
}

/** What happens to logout jobs, in the past tense; published on the bus with an envelope (`Recorded`). */
export type JobEvent =
  | (OfJob & { readonly type: 'LogoutJobCompleted'; readonly finishedAt: Instant; readonly counts: JobCounts })
  | (OfJob & { readonly type: 'LogoutJobFailed'; readonly finishedAt: Instant; readonly failure: string })
  /** Somebody has cancelled the job. `counts` is what had been done until then; logouts that wait are taken back one by one. */
  | (OfJob & {
      readonly type: 'LogoutJobCancelled';
      readonly finishedAt: Instant;
      readonly counts: JobCounts;
    } & Canceller);
