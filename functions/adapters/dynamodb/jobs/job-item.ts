import * as z from 'zod/mini';
import type { Stored } from '#core/commit.ts';
import type { JobEvent } from '#core/sessions/events.ts';
import type { JobKey, LogoutJob } from '#core/sessions/logout-job.ts';
import { jobKeys } from './keys.ts';
import { expiry } from './lifetime.ts';

const countsShape = z.object({
  matched: z.number(),
  loggedOut: z.number(),
  deferred: z.number(),
  alreadySignedOut: z.number(),
  skipped: z.number(),
  failed: z.number(),
});

const progressShape = z.discriminatedUnion('status', [
  z.object({ status: z.literal('created') }),
  z.object({ status: z.literal('running'), pages: z.exactOptional(z.number()) }),
  z.object({ status: z.literal('completed'), finishedAt: z.number(), counts: countsShape }),
  z.object({ status: z.literal('failed'), finishedAt: z.number(), failure: z.string() }),
]);

const ofJob = {
  instanceId: z.string(),
  jobId: z.number(),
  requestedBy: z.string(),
  reason: z.exactOptional(z.string()),
  startedAt: z.number(),
};

const factShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('LogoutJobCompleted'), ...ofJob, finishedAt: z.number(), counts: countsShape }),
  z.object({ type: z.literal('LogoutJobFailed'), ...ofJob, finishedAt: z.number(), failure: z.string() }),
]);

/** A job's item, in the words of the domain: there are few of them, and they are read by people. */
const jobItemShape = z.object({
  /** Version, and the sequence of the last event: named as in every aggregate, for conditions are on them. */
  v: z.number(),
  sq: z.number(),
  alarmAt: z.exactOptional(z.number()),
  timing: z.enum(['immediate', 'afterContact']),
  requestedBy: z.string(),
  reason: z.exactOptional(z.string()),
  message: z.exactOptional(z.string()),
  startedAt: z.number(),
  progress: progressShape,
  /** Outbox. */
  ob: z.exactOptional(
    z.readonly(z.array(z.object({ eventId: z.string(), sequence: z.number(), at: z.number(), fact: factShape }))),
  ),
});

export function toJobItem({ state, version, sequence, outbox, alarmAt }: Stored<LogoutJob, JobEvent>) {
  const { instanceId, jobId, ...job } = state;
  const record: z.output<typeof jobItemShape> = {
    ...job,
    v: version,
    sq: sequence,
    ...(alarmAt !== undefined && { alarmAt }),
    ...(outbox.length > 0 && { ob: outbox }),
  };
  return { ...jobKeys(instanceId, jobId).job, ...record, ...expiry(job.startedAt) };
}

/** @throws ZodError when the item is not one that `toJobItem` has made. */
export function fromJobItem({ instanceId, jobId }: JobKey, item: unknown): Stored<LogoutJob, JobEvent> {
  const { v, sq, alarmAt, ob, ...job } = jobItemShape.parse(item);
  return {
    state: { instanceId, jobId, ...job },
    version: v,
    sequence: sq,
    outbox: ob ?? [],
    ...(alarmAt !== undefined && { alarmAt }),
  };
}
