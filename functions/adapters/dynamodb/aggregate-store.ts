import { isDeepStrictEqual } from 'node:util';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type AggregateStore, StaleVersionError } from '#core/change.ts';
import type { AggregateCodec, AggregateItem } from './aggregate-item.ts';
import { type DynamoTable, isWritten, refusal } from './document-client.ts';

/**
 * Keeps aggregates of one kind, each in one item, whose version is the condition of every write.
 *
 * @param nameOf names the aggregate in an error: `Agent demo/ann`
 */
export function makeDynamoAggregateStore<Key, State extends Key, Fact>(
  table: DynamoTable,
  { keyOf, toItem, fromItem }: AggregateCodec<Key, State, Fact>,
  nameOf: (key: Key) => string,
): AggregateStore<Key, State, Fact> {
  return {
    async load(key) {
      const { client, tableName: TableName } = table;
      const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf(key), ConsistentRead: true }));
      return Item && fromItem(key, Item);
    },

    async save(next, previous) {
      if (await putVersion(table, toItem(next), previous?.version)) return;
      throw new StaleVersionError(`${nameOf(next.state)} is no longer at version ${previous?.version ?? 0}`);
    },

    async clearOutbox({ state, sequence }) {
      await removeOutbox(table, keyOf(state), sequence);
    },
  };
}

/**
 * Puts an item in place of version `previous`, or as a new item if there was none. Returns whether it was put.
 *
 * When an answer is lost, the SDK sends the write again, and its condition fails because of the first attempt. So after a
 * repeat a refusal is checked: if exactly this item is stored, it was put.
 */
async function putVersion(
  { client, tableName: TableName }: DynamoTable,
  item: AggregateItem,
  previous: number | undefined,
): Promise<boolean> {
  const { pk, sk } = item;
  const condition =
    previous === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: 'v = :previous', ExpressionAttributeValues: { ':previous': previous } };
  const refused = await client
    .send(new PutCommand({ TableName, Item: item, ...condition }))
    .then(() => undefined, refusal);
  if (!refused) return true;
  if ((refused.$metadata.attempts ?? 1) === 1) return false;
  const stored = await client.send(new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: true }));
  return isDeepStrictEqual(stored.Item, item);
}

/** Removes the outbox and its notice of an item that has no later event than this one, and counts as a save. Touches no key of any index. */
async function removeOutbox(
  { client, tableName: TableName }: DynamoTable,
  Key: { readonly pk: string; readonly sk: string },
  sequence: number,
): Promise<void> {
  await isWritten(
    client.send(
      new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: 'REMOVE ob, nt ADD v :one',
        ConditionExpression: 'sq = :sequence',
        ExpressionAttributeValues: { ':sequence': sequence, ':one': 1 },
      }),
    ),
  );
}
