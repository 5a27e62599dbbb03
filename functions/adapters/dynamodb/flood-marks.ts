import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { FloodMarks } from '#core/access/refusals.ts';
import { fixedRetention } from '#core/retention.ts';
import { floodKey } from './access-tables.ts';
import { type DynamoTable, expiry, isWritten } from './document-client.ts';

const markShape = z.object({ markedUntil: z.int() });

/** Keeps the mark of a flood in the limits table: one item for the deployment. It only moves on. */
export const makeDynamoFloodMarks = (table: DynamoTable): FloodMarks => ({
  async mark(until, now) {
    await isWritten(
      table.client.send(
        new UpdateCommand({
          TableName: table.tableName,
          Key: floodKey,
          UpdateExpression: 'SET markedUntil = :until, expiresAt = :expiresAt',
          ConditionExpression: 'attribute_not_exists(pk) OR markedUntil < :until',
          ExpressionAttributeValues: { ':until': until, ...ttl(now) },
        }),
      ),
    );
  },

  async find() {
    const { client, tableName: TableName } = table;
    const { Item } = await client.send(new GetCommand({ TableName, Key: floodKey, ConsistentRead: true }));
    return Item && markShape.parse(Item).markedUntil;
  },
});

const ttl = (now: number) => ({ ':expiresAt': expiry(now, fixedRetention.rateLimits.days).expiresAt });
