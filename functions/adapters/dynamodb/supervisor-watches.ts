import { DeleteCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Instant } from '#core/instant.ts';
import type { Report } from '#core/ports.ts';
import type { SupervisorWatches } from '#core/supervisors/ports.ts';
import { resumableUntil, type Watch, type WatchKey } from '#core/supervisors/watch.ts';
import { texts } from '../codec/fields.ts';
import { type DynamoTable, expiry, isWritten, unlessRefused } from './document-client.ts';
import { readableItems } from './readable.ts';
import { keptId, watchKey } from './supervisors-table.ts';

const watchItem = z.object({
  callerId: z.string(),
  teamIds: z.exactOptional(texts),
  validUntil: z.exactOptional(z.number()),
  connectionId: z.exactOptional(z.string()),
  endsAt: z.number(),
});

const keptItem = z.object({ keptUntil: z.number() });

const endOf = (
  key: WatchKey,
  { connectionId, endsAt }: { readonly connectionId: string; readonly endsAt: Instant },
) => ({
  ':connection': connectionId,
  ':ends': endsAt,
  ':expires': expiry(resumableUntil({ ...key, callerId: '', connectionId, endsAt }), 0).expiresAt,
});

/** Keeps who watches in the supervisors table. A watch that cannot be read is reported and passed over. */
export function makeDynamoSupervisorWatches(table: DynamoTable, report: Report = () => {}): SupervisorWatches {
  const watchOf =
    (instanceId: string) =>
    (item: Record<string, unknown>): Watch => ({ instanceId, watchId: String(item.sk), ...watchItem.parse(item) });

  return {
    async find(instanceId) {
      const items: Record<string, unknown>[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const { Items = [], LastEvaluatedKey } = await table.client.send(
          new QueryCommand({
            TableName: table.tableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': watchKey(instanceId, '').pk },
            ConsistentRead: true,
            ExclusiveStartKey: start,
          }),
        );
        items.push(...Items);
        start = LastEvaluatedKey;
      } while (start);
      const kept = items.find(({ sk }) => sk === keptId);
      const others = items.filter((item) => item !== kept);
      return {
        watches: readableItems(others, watchOf(instanceId), report),
        ...(kept && { keptUntil: keptItem.parse(kept).keptUntil }),
      };
    },

    async add(watch) {
      const { instanceId, watchId, ...rest } = watch;
      const Item = { ...watchKey(instanceId, watchId), ...rest, ...expiry(resumableUntil(watch), 0) };
      await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
    },

    async open(key, { connectionId, endsAt }) {
      const answer = await unlessRefused(
        table.client.send(
          new UpdateCommand({
            TableName: table.tableName,
            Key: watchKey(key.instanceId, key.watchId),
            UpdateExpression: 'SET connectionId = :connection, endsAt = :ends, expiresAt = :expires',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: endOf(key, { connectionId, endsAt }),
            ReturnValues: 'ALL_OLD',
          }),
        ),
      );
      return answer?.Attributes && watchOf(key.instanceId)(answer.Attributes);
    },

    async end(key, { connectionId, endsAt }) {
      await isWritten(
        table.client.send(
          new UpdateCommand({
            TableName: table.tableName,
            Key: watchKey(key.instanceId, key.watchId),
            UpdateExpression: 'SET endsAt = :ends, expiresAt = :expires',
            ConditionExpression: 'connectionId = :connection',
            ExpressionAttributeValues: endOf(key, { connectionId, endsAt }),
          }),
        ),
      );
    },

    async remove({ instanceId, watchId }, { connectionId, keptUntil }) {
      const { client, tableName: TableName } = table;
      await isWritten(
        client.send(
          new UpdateCommand({
            TableName,
            Key: watchKey(instanceId, keptId),
            UpdateExpression: 'SET keptUntil = :until, expiresAt = :expires',
            ConditionExpression: 'attribute_not_exists(pk) OR keptUntil < :until',
            ExpressionAttributeValues: { ':until': keptUntil, ':expires': expiry(keptUntil, 0).expiresAt },
          }),
        ),
      );
      const ofConnection = connectionId !== undefined && {
        ConditionExpression: 'connectionId = :connection',
        ExpressionAttributeValues: { ':connection': connectionId },
      };
      const unopened = { ConditionExpression: 'attribute_not_exists(connectionId)' };
      await isWritten(
        client.send(
          new DeleteCommand({ TableName, Key: watchKey(instanceId, watchId), ...(ofConnection || unopened) }),
        ),
      );
    },
  };
}
