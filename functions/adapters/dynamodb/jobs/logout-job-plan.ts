import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Clock } from '#core/ports.ts';
import type { JobKey } from '#core/sessions/logout-job.ts';
import { chunkCount } from '#core/sessions/plan-job.ts';
import type { JobPage, LogoutJobPlan } from '#core/sessions/ports.ts';
import { ipAddressShape } from '../../ip-address-shape.ts';
import { texts } from '../../texts.ts';
import { isWritten } from '../conditional-write.ts';
import type { DynamoTable } from '../document-client.ts';
import { jobKeys } from './keys.ts';
import { expiry } from './lifetime.ts';
import { matchedByGroupShape } from './result-shapes.ts';

const selectorShape = z.object({
  agentIds: texts,
  teamIds: texts,
  ipRanges: z.readonly(z.array(z.object({ first: ipAddressShape, last: ipAddressShape, text: z.string() }))),
});

const pageShape = z.object({
  found: z.readonly(z.array(z.object({ by: z.union([z.literal('agentIds'), matchedByGroupShape]), agentIds: texts }))),
  next: z.exactOptional(z.object({ list: z.number(), after: z.exactOptional(z.string()) })),
});

/** Keeps the plans of logout jobs in the jobs table: the selector, and each page in an item of its own. */
export function makeDynamoLogoutJobPlan({
  client,
  tableName: TableName,
  clock,
}: DynamoTable & { readonly clock: Clock }): LogoutJobPlan {
  const keysOf = ({ instanceId, jobId }: JobKey) => jobKeys(instanceId, jobId);

  async function findPage(job: JobKey, page: number): Promise<JobPage | undefined> {
    const Key = keysOf(job).page(page);
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item && { page, ...pageShape.parse(Item) };
  }

  /** Opens the tally by what it is to reach. Safe to repeat, and indifferent to receipts counted meanwhile. */
  async function openTally(job: JobKey, { page, found }: JobPage) {
    const agents = found.reduce((sum, { agentIds }) => sum + agentIds.length, 0);
    await client.send(
      new UpdateCommand({
        TableName,
        Key: keysOf(job).tally(page),
        UpdateExpression: 'SET agents = :agents, chunks = :chunks, expiresAt = :expiresAt',
        ExpressionAttributeValues: {
          ':agents': agents,
          ':chunks': chunkCount(agents),
          ':expiresAt': expiry(clock.now()).expiresAt,
        },
      }),
    );
  }

  return {
    async putSelector(job, selector) {
      const Item = { ...keysOf(job).selector, ...selector, ...expiry(clock.now()) };
      await client.send(new PutCommand({ TableName, Item }));
    },

    async selector(job) {
      const Key = keysOf(job).selector;
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      if (!Item) throw new Error(`Job ${job.instanceId}/${job.jobId} has no selector`);
      return selectorShape.parse(Item);
    },

    page: findPage,

    async addPage(job, { page, ...plan }) {
      const Item = { ...keysOf(job).page(page), ...plan, ...expiry(clock.now()) };
      const isFirst = await isWritten(
        client.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
      );
      const standing = isFirst ? { page, ...plan } : await findPage(job, page);
      if (!standing)
        throw new Error(`Page ${page} of job ${job.instanceId}/${job.jobId} was removed while it was added`);
      await openTally(job, standing);
      return standing;
    },
  };
}
