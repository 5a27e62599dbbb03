import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { JobEvent } from '#core/forced-logouts/events.ts';
import type { JobKey, JobProgress, LogoutJob } from '#core/forced-logouts/logout-job.ts';
import type { LogoutJobStore } from '#core/forced-logouts/ports.ts';
import type { Report } from '#core/ports.ts';
import { canceller, order, timing } from '../codec/fields.ts';
import { jobCounts as counts, jobEvents } from '../codec/job-events.ts';
import { type Codec, optional, savedAs } from '../codec/saved-as.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { aggregateItem } from './aggregate-item.ts';
import { makeDynamoAggregateStore } from './aggregate-store.ts';
import { batchGet } from './batch-get.ts';
import { type DynamoTable, expiry } from './document-client.ts';
import { jobCounterKey, jobIdOf, jobKeys, jobsTable } from './jobs-table.ts';
import { readableItems } from './readable.ts';

const storedProgress: z.ZodMiniType<StoredProgress> = z.discriminatedUnion('status', [
  z.looseObject({ status: z.literal('created'), startsAt: z.exactOptional(z.number()) }),
  z.looseObject({
    status: z.literal('running'),
    pages: z.exactOptional(z.number()),
    sentPages: z.exactOptional(z.number()),
    again: z.exactOptional(z.boolean()),
  }),
  z.looseObject({ status: z.literal('completed'), finishedAt: z.number(), counts }),
  z.looseObject({ status: z.literal('failed'), finishedAt: z.number(), failure: z.string() }),
  z.looseObject({ status: z.literal('cancelled'), finishedAt: z.number(), counts, ...canceller }),
]);

/** As `JobProgress`, with a job that is scheduled among those that are created. */
type StoredProgress =
  | { readonly status: 'created'; readonly startsAt?: number }
  | Exclude<JobProgress, { status: 'created' | 'scheduled' }>;

/** A job that is scheduled is stored as one that is created and has `startsAt`, as release 0.1.0 stores it. */
const progress: Codec<JobProgress, StoredProgress> = {
  stored: storedProgress,
  read: (stored) =>
    stored.status === 'created' && stored.startsAt !== undefined
      ? { ...stored, status: 'scheduled', startsAt: stored.startsAt }
      : stored,
  write: (current) => (current.status === 'scheduled' ? { ...current, status: 'created' } : current),
};

/** A job has the names of the domain: there are few of them, and people read them. */
const state = savedAs<Omit<LogoutJob, keyof JobKey>>({
  timing,
  order,
  startedAt: z.number(),
  progress,
  watch: optional(z.looseObject({ done: z.number(), since: z.number(), tries: z.number() })),
});

const counterShape = z.object({ last: z.number() });
const numberShape = z.int().check(z.positive());

/** Numbers in a row that no job has: those before them have expired. A number that was taken and not used leaves a gap of one. */
const longestGap = 100;

interface Options {
  /** How long a job is kept. Read with every write. */
  readonly keptForDays: number;
  /** @default - jobs that cannot be read are not reported */
  readonly report?: Report;
}

/** The number of the latest job; 0 if there was none. */
async function lastJobId({ client, tableName: TableName }: DynamoTable, instanceId: string): Promise<number> {
  const { Item } = await client.send(
    new GetCommand({ TableName, Key: jobCounterKey(instanceId), ConsistentRead: true }),
  );
  return Item ? counterShape.parse(Item).last : 0;
}

/** Keeps logout jobs in the jobs table. */
export function makeDynamoLogoutJobStore(table: DynamoTable, options: Options): LogoutJobStore {
  const jobItem = aggregateItem<JobKey, LogoutJob, JobEvent>({
    keyOf: (key) => jobKeys(key).job,
    state,
    events: jobEvents,
    derived: { [jobsTable.timeToLive]: ({ startedAt }) => expiry(startedAt, options.keptForDays).expiresAt },
  });

  /** Those of the jobs that exist and can be read, the newest first. */
  async function jobsOf(instanceId: string, jobIds: readonly number[]): Promise<readonly LogoutJob[]> {
    const keys = jobIds.map((jobId) => jobKeys({ instanceId, jobId }).job);
    const read = (item: Record<string, unknown>) =>
      jobItem.fromItem({ instanceId, jobId: jobIdOf(String(item.pk)) }, item).state;
    return readableItems(await batchGet(table, keys), read, options.report ?? (() => {})).sort(
      (a, b) => b.jobId - a.jobId,
    );
  }

  return {
    ...makeDynamoAggregateStore(table, jobItem, ({ instanceId, jobId }) => `Job ${instanceId}/${jobId}`),

    async latest(instanceId, { limit, cursor }) {
      const list = jobCounterKey(instanceId).pk;
      let next = cursor === undefined ? await lastJobId(table, instanceId) : decodeCursor(list, numberShape, cursor);
      const jobs: LogoutJob[] = [];
      let missing = 0;
      while (next > 0 && jobs.length === 0 && missing < longestGap) {
        const numbers = Array.from({ length: Math.min(missing === 0 ? limit : longestGap, next) }, (_, n) => next - n);
        const found = await jobsOf(instanceId, numbers);
        jobs.push(...found.slice(0, limit));
        missing += numbers.length;
        next = (found.length > limit ? (jobs.at(-1)?.jobId ?? next) : next - numbers.length + 1) - 1;
      }
      const isEnd = next === 0 || jobs.length === 0;
      return { jobs, ...(!isEnd && { cursor: encodeCursor(list, next) }) };
    },

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
