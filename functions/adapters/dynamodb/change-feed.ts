import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';
import type { Instant } from '#core/instant.ts';
import type { Report } from '#core/ports.ts';
import { type Audience, type Change, overlap, positionAt } from '#core/supervisors/change.ts';
import type { ChangeFeed } from '#core/supervisors/ports.ts';
import { resumableFor } from '#core/supervisors/watch.ts';
import { texts } from '../codec/fields.ts';
import { type DynamoTable, expiry, isWritten } from './document-client.ts';
import { readableItems } from './readable.ts';
import { changeKey, feedPartitions, supervisorsTable } from './supervisors-table.ts';

const { byTime } = supervisorsTable;

const audience: z.ZodMiniType<Audience> = z.union([
  z.object({ agents: z.array(z.object({ agentId: z.string(), teamIds: texts })) }),
  z.object({ requestedBy: z.string() }),
]);

const changeItem = z.object({
  eventId: z.string(),
  happenedAt: z.string(),
  keptAt: z.number(),
  audience,
  content: z.record(z.string(), z.unknown()),
});

/** Keeps changes in the supervisors table. One that cannot be read is reported and passed over. */
export function makeDynamoChangeFeed(table: DynamoTable, report: Report = () => {}): ChangeFeed {
  const changeOf =
    (instanceId: string) =>
    (item: unknown): Change => {
      const { happenedAt, ...rest } = changeItem.parse(item);
      return { instanceId, at: happenedAt, ...rest };
    };

  async function readPartition(pk: string, from: Instant, limit: number) {
    const items: Record<string, unknown>[] = [];
    let start: Record<string, unknown> | undefined;
    // One answer has a megabyte at most.
    do {
      const { Items = [], LastEvaluatedKey } = await table.client.send(
        new QueryCommand({
          TableName: table.tableName,
          IndexName: byTime.name,
          KeyConditionExpression: 'pk = :pk AND #at >= :from',
          ExpressionAttributeNames: { '#at': byTime.sortKey },
          ExpressionAttributeValues: { ':pk': pk, ':from': positionAt(from) },
          ConsistentRead: true,
          Limit: limit - items.length,
          ExclusiveStartKey: start,
        }),
      );
      items.push(...Items);
      start = LastEvaluatedKey;
    } while (start && items.length < limit);
    return items;
  }

  return {
    async add(change, attempt) {
      const { client, tableName: TableName } = table;
      const { eventId, at: happenedAt, keptAt, audience, content } = change;
      const at = `${positionAt(keptAt)}#${eventId}`;
      const kept = { eventId, happenedAt, keptAt, audience, content, at, attempt };
      return isWritten(
        client.send(
          new PutCommand({
            TableName,
            Item: { ...changeKey(change), ...kept, ...expiry(keptAt + resumableFor + overlap, 0) },
            ConditionExpression: 'attribute_not_exists(pk) OR attempt = :attempt',
            ExpressionAttributeValues: { ':attempt': attempt },
          }),
        ),
      );
    },

    async read(instanceId, from, limit) {
      const partitions = feedPartitions(instanceId);
      const found = await inParallel(partitions, partitions.length, (pk) => readPartition(pk, from, limit));
      const items = allFulfilled(found, 'partitions').flat();
      return readableItems(items, changeOf(instanceId), report)
        .sort((one, other) => one.keptAt - other.keptAt)
        .slice(0, limit);
    },
  };
}
