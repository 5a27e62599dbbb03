import * as z from 'zod/mini';
import type { JobEnd, JobEvent } from '#core/forced-logouts/events.ts';
import type { JobKey } from '#core/forced-logouts/logout-job.ts';
import { nameOf } from '#core/wake-ups/ports.ts';
import { canceller, order, texts, timing } from './fields.ts';
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

const named = { agents: z.exactOptional(z.number()), agentIds: z.exactOptional(texts) };

/** Which agents a request is about. */
const selection = z.looseObject({
  ...named,
  teamIds: z.exactOptional(texts),
  ipAddresses: z.exactOptional(texts),
  everybody: z.exactOptional(z.literal(true)),
  statuses: z.exactOptional(texts),
  minimumMinutesInStatus: z.exactOptional(z.number()),
  exclude: z.exactOptional(z.looseObject({ ...named, teamIds: z.exactOptional(texts) })),
  callerTeamIds: z.exactOptional(texts),
});

const names = {
  keyOf: ({ instanceId, jobId }: JobKey): JobKey => ({ instanceId, jobId }),
  nameOf: ({ instanceId, jobId }: JobKey) => nameOf({ kind: 'job', instanceId, jobId }),
};

const ends = {
  LogoutJobCompleted: { ...ofJob, counts: jobCounts },
  LogoutJobFailed: { ...ofJob, failure: z.string() },
  LogoutJobCancelled: { ...ofJob, counts: jobCounts, ...canceller },
};

/** In the outbox of a job. */
export const jobEvents = eventsOf<JobKey, JobEvent>({
  ...names,
  facts: { LogoutRequested: { order, timing, selection, startsAt: z.exactOptional(z.number()) }, ...ends },
});

/** On the way to streaming endpoints. */
export const jobEnds = eventsOf<JobKey, JobEnd>({ ...names, facts: ends });
