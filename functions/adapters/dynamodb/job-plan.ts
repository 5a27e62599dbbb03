import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { JobKey } from '#core/forced-logouts/logout-job.ts';
import type { JobPage, LogoutJobPlan } from '#core/forced-logouts/ports.ts';
import type { Clock } from '#core/ports.ts';
import { found, planCursor, selector as selectorFields, writeSelector } from '../codec/fields.ts';
import { type DynamoTable, expiry, isWritten } from './document-client.ts';
import { openTally } from './job-tally.ts';
import { jobKeys } from './jobs-table.ts';

const pageShape = z.object({
  found: z.array(found),
  chunkSize: z.exactOptional(z.number()),
  next: z.exactOptional(planCursor),
});

interface Options {
  readonly clock: Clock;
  /** How long a plan is kept. Read with every write. */
  readonly keptForDays: number;
}

/** Keeps the plans of logout jobs in the jobs table: the selector, and each page in an item of its own. */
export function makeDynamoLogoutJobPlan(table: DynamoTable, options: Options): LogoutJobPlan {
  const lifetime = (from = options.clock.now()) => expiry(from, options.keptForDays);

  async function findPage(job: JobKey, page: number): Promise<JobPage | undefined> {
    const { client, tableName: TableName } = table;
    const { Item } = await client.send(
      new GetCommand({ TableName, Key: jobKeys(job).page(page), ConsistentRead: true }),
    );
    return Item && { page, ...pageShape.parse(Item) };
  }

  return {
    async putSelector(job, selector, keptFrom) {
      const Item = { ...jobKeys(job).selector, ...writeSelector(selector), ...lifetime(keptFrom) };
      await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
    },

    async selector(job) {
      const { client, tableName: TableName } = table;
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: jobKeys(job).selector, ConsistentRead: true }),
      );
      if (!Item) throw new Error(`Job ${job.instanceId}/${job.jobId} has no selector`);
      return selectorFields.parse(Item);
    },

    page: findPage,

    async addPage(job, { page, ...plan }) {
      const { client, tableName: TableName } = table;
      const Item = { ...jobKeys(job).page(page), ...plan, ...lifetime() };
      const isFirst = await isWritten(
        client.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
      );
      const stored = isFirst ? { page, ...plan } : await findPage(job, page);
      if (!stored) throw new Error(`Page ${page} of job ${job.instanceId}/${job.jobId} was removed while it was added`);
      await client.send(openTally(stored, { TableName, Key: jobKeys(job).tally(page), ...lifetime() }));
      return stored;
    },
  };
}
