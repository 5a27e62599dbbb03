import type { LogoutOrder } from '#core/agents/logout-order.ts';
import type { LogoutJobReport } from '#core/forced-logouts/job-progress.ts';
import { endedBeforeItBegan, type JobProgress, type LogoutJob } from '#core/forced-logouts/logout-job.ts';
import { type Instant, toIso } from '#core/instant.ts';

/** A job as callers see it. */
export function jobView({ job, counts, expectedEndAt }: LogoutJobReport) {
  const { progress, timing } = job;
  const expected = expectedEndAt === undefined ? {} : { expectedEndAt: toIso(expectedEndAt) };
  const known = knownOf(job, { status: progress.status, hasBegun: hasBegun(job) });
  return { ...known, timing, counts, ...expected, ...endOf(progress) };
}

function hasBegun({ startedAt, progress }: LogoutJob): boolean {
  if (progress.status === 'scheduled') return false;
  return progress.status !== 'cancelled' || !endedBeforeItBegan({ startedAt, ...progress });
}

interface Asked {
  readonly jobId: number;
  readonly order: LogoutOrder;
  readonly startedAt: Instant;
}

interface Standing<Status> {
  readonly status: Status;
  readonly hasBegun: boolean;
}

/** How a job stands, who asked for it and why, and when it began or was to begin. */
export const knownOf = <Status extends JobProgress['status']>(
  { jobId, order, startedAt }: Asked,
  { status, hasBegun }: Standing<Status>,
) => ({
  jobId,
  status,
  reason: order.reason ?? null,
  requestedBy: order.requestedBy,
  ...(order.scheduleId !== undefined && { scheduleId: order.scheduleId }),
  ...(hasBegun ? { startedAt: toIso(startedAt) } : { startsAt: toIso(startedAt) }),
});

function endOf(progress: JobProgress) {
  switch (progress.status) {
    case 'scheduled':
    case 'created':
    case 'running':
      return {};
    case 'completed':
    case 'cancelled':
      return { finishedAt: toIso(progress.finishedAt) };
    case 'failed':
      return { finishedAt: toIso(progress.finishedAt), failure: progress.failure };
  }
}
