import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { OpenChats } from '#core/chats/ports.ts';
import type { Report } from '#core/ports.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { batchGet } from './batch-get.ts';
import { chatItemKey, contactIdOf, openChatKey } from './chat-tables.ts';
import { chatItem } from './chats-store.ts';
import { type DynamoTable, expiry } from './document-client.ts';
import { readableItems } from './readable.ts';

const entryShape = z.object({ sk: z.string() });
/** A place in a cursor: DynamoDB would refuse a key that is longer than any id. */
const contactIdShape = z.string().check(z.minLength(1), z.maxLength(256));

/** Keeps the list of open chats in the chats table, an item for each. A chat that cannot be read is reported and passed over. */
export function makeDynamoOpenChats(table: DynamoTable, report: Report = () => {}): OpenChats {
  const { client } = table;
  return {
    async add({ instanceId, contactId }, until) {
      const Item = { ...openChatKey(instanceId, contactId), ...expiry(until, 0) };
      await client.send(new PutCommand({ TableName: table.tableName, Item }));
    },

    async remove({ instanceId, contactId }) {
      const Key = openChatKey(instanceId, contactId);
      await client.send(new DeleteCommand({ TableName: table.tableName, Key }));
    },

    async page(instanceId, { limit, cursor }) {
      const { pk: list } = openChatKey(instanceId, '');
      const after = cursor === undefined ? undefined : decodeCursor(list, contactIdShape, cursor);
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table.tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': list },
          Limit: limit,
          ExclusiveStartKey: after === undefined ? undefined : openChatKey(instanceId, after),
        }),
      );
      const contactIds = Items.map((item) => entryShape.parse(item).sk);
      const items = await batchGet(
        table,
        contactIds.map((contactId) => chatItemKey(instanceId, contactId)),
      );
      const read = (item: Record<string, unknown>) =>
        chatItem.fromItem({ instanceId, contactId: contactIdOf(String(item.pk)) }, item).state;
      return {
        chats: readableItems(items, read, report).sort((a, b) => (a.contactId < b.contactId ? -1 : 1)),
        ...(LastEvaluatedKey && { cursor: encodeCursor(list, entryShape.parse(LastEvaluatedKey).sk) }),
      };
    },
  };
}
