import { isDeepStrictEqual } from 'node:util';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoTable } from './document-client.ts';

/** What a write answers; `undefined` when its condition did not hold. */
export const unlessRefused = <Answer>(write: Promise<Answer>): Promise<Answer | undefined> =>
  write.catch((error: unknown) => {
    refusal(error);
    return undefined;
  });

/** Whether the write took place; `false` when its condition did not hold. */
export const isWritten = async (write: Promise<object>): Promise<boolean> => (await unlessRefused(write)) !== undefined;

function refusal(error: unknown): ConditionalCheckFailedException {
  if (error instanceof ConditionalCheckFailedException) return error;
  throw error;
}

/** An item whose `v` counts its writes, and `sq` its events. */
export interface VersionedItem {
  readonly pk: string;
  readonly sk: string;
  readonly v: number;
  readonly sq: number;
}

/**
 * Puts an item where version `previous` stands (or nothing, if there was none). Whether it was put.
 *
 * When an answer is lost, the SDK sends the write again, and then it is refused by what it wrote itself. So a refusal
 * after a repeat is looked into: if exactly this item stands, it was put.
 */
export async function putVersion<Item extends VersionedItem>(
  { client, tableName: TableName }: DynamoTable,
  item: Item,
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
  const standing = await client.send(new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: true }));
  return isDeepStrictEqual(standing.Item, item);
}

/**
 * Drops the outbox `ob` of an item whose last event, `sq`, is still this one, and moves its version on. Touches no key
 * of any index.
 */
export async function removeOutbox(
  { client, tableName: TableName }: DynamoTable,
  Key: { readonly pk: string; readonly sk: string },
  sequence: number,
): Promise<void> {
  await isWritten(
    client.send(
      new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: 'REMOVE ob ADD v :one',
        ConditionExpression: 'sq = :sequence',
        ExpressionAttributeValues: { ':sequence': sequence, ':one': 1 },
      }),
    ),
  );
}
