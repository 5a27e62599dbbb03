import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { FloodMarks } from '#core/access/refusals.ts';
import { fixedRetention } from '#core/retention.ts';
import { floodKey, refusalsKey } from './access-tables.ts';
import { type DynamoTable, expiry, isWritten } from './document-client.ts';

const countShape = z.object({ refused: z.int() });
const markShape = z.object({ markedUntil: z.int() });

/**
 * Keeps refusals and the mark of a flood in the limits table: an item for each route and window in which a container adds some, and one
 * mark for the deployment, which only moves on. When an answer is lost, the SDK adds refusals again.
 */
export const makeDynamoFloodMarks = (table: DynamoTable): FloodMarks => ({
  async add(window, refusals, now) {
    const { Attributes } = await table.client.send(
      new UpdateCommand({
        TableName: table.tableName,
        Key: refusalsKey(window),
        UpdateExpression: 'ADD refused :refusals SET expiresAt = :expiresAt',
        ExpressionAttributeValues: { ':refusals': refusals, ...ttl(now) },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return countShape.parse(Attributes).refused;
  },

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
