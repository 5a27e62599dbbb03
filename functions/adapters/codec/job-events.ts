import * as z from 'zod/mini';
import type { JobEvent } from '#core/forced-logouts/events.ts';
import type { JobKey } from '#core/forced-logouts/logout-job.ts';
import { nameOf } from '#core/wake-ups/ports.ts';
import { canceller, order } from './fields.ts';
import { eventsOf } from './recorded.ts';

/** Agents of a job by outcome. */
export const jobCounts = z.looseObject({
  matched: z.number(),
  loggedOut: z.number(),
  deferred: z.number(),
  alreadySignedOut: z.number(),
  skipped: z.number(),
  failed: z.number(),
});

const ofJob = { order, startedAt: z.number(), finishedAt: z.number() };

export const jobEvents = eventsOf<JobKey, JobEvent>({
  keyOf: ({ instanceId, jobId }) => ({ instanceId, jobId }),
  nameOf: ({ instanceId, jobId }) => nameOf({ kind: 'job', instanceId, jobId }),
  facts: {
    LogoutJobCompleted: { ...ofJob, counts: jobCounts },
    LogoutJobFailed: { ...ofJob, failure: z.string() },
    LogoutJobCancelled: { ...ofJob, counts: jobCounts, ...canceller },
  },
});
