import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { JobEvent } from '#core/forced-logouts/events.ts';
import type { JobKey, JobProgress, LogoutJob } from '#core/forced-logouts/logout-job.ts';
import type { LogoutJobStore } from '#core/forced-logouts/ports.ts';
import { nameOf } from '#core/wake-ups/ports.ts';
import { order, timing } from '../codec/fields.ts';
import { eventsOf } from '../codec/recorded.ts';
import { optional, savedAs } from '../codec/saved-as.ts';
import { aggregateItem } from './aggregate-item.ts';
import { makeDynamoAggregateStore } from './aggregate-store.ts';
import { type DynamoTable, expiry } from './document-client.ts';
import { jobCounterKey, jobKeys, jobsTable } from './jobs-table.ts';

/** Agents of a job by outcome. */
const counts = z.looseObject({
  matched: z.number(),
  loggedOut: z.number(),
  deferred: z.number(),
  alreadySignedOut: z.number(),
  skipped: z.number(),
  failed: z.number(),
});

const ofJob = { order, startedAt: z.number(), finishedAt: z.number() };

const jobEvents = eventsOf<JobKey, JobEvent>({
  keyOf: ({ instanceId, jobId }) => ({ instanceId, jobId }),
  nameOf: ({ instanceId, jobId }) => nameOf({ kind: 'job', instanceId, jobId }),
  facts: {
    LogoutJobCompleted: { ...ofJob, counts },
    LogoutJobFailed: { ...ofJob, failure: z.string() },
  },
});

const progress: z.ZodMiniType<JobProgress> = z.discriminatedUnion('status', [
  z.looseObject({ status: z.literal('created') }),
  z.looseObject({
    status: z.literal('running'),
    pages: z.exactOptional(z.number()),
    sentPages: z.exactOptional(z.number()),
    again: z.exactOptional(z.boolean()),
  }),
  z.looseObject({ status: z.literal('completed'), finishedAt: z.number(), counts }),
  z.looseObject({ status: z.literal('failed'), finishedAt: z.number(), failure: z.string() }),
]);

/** A job has the names of the domain: there are few of them, and people read them. */
const state = savedAs<Omit<LogoutJob, keyof JobKey>>({
  timing,
  order,
  startedAt: z.number(),
  progress,
  watch: optional(z.looseObject({ done: z.number(), since: z.number(), tries: z.number() })),
});

const counterShape = z.object({ last: z.number() });

interface Options {
  /** How long a job is kept. Read with every write. */
  readonly keptForDays: number;
}

/** Keeps logout jobs in the jobs table. */
export function makeDynamoLogoutJobStore(table: DynamoTable, options: Options): LogoutJobStore {
  const jobItem = aggregateItem<JobKey, LogoutJob, JobEvent>({
    keyOf: (key) => jobKeys(key).job,
    state,
    events: jobEvents,
    derived: { [jobsTable.timeToLive]: ({ startedAt }) => expiry(startedAt, options.keptForDays).expiresAt },
  });
  return {
    ...makeDynamoAggregateStore(table, jobItem, ({ instanceId, jobId }) => `Job ${instanceId}/${jobId}`),

    async nextJobId(instanceId) {
      const { Attributes } = await table.client.send(
        new UpdateCommand({
          TableName: table.tableName,
          Key: jobCounterKey(instanceId),
          UpdateExpression: 'ADD #last :one',
          ExpressionAttributeNames: { '#last': 'last' },
          ExpressionAttributeValues: { ':one': 1 },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return counterShape.parse(Attributes).last;
    },
  };
}
