import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from '@jest/globals';
import type { DynamoTable } from '#adapters/dynamodb/document-client.ts';
import { someDay } from '../../support/agents.ts';

export type Attributes = Record<string, unknown>;
export const attributes = (value: unknown): Attributes => ({ ...Object(value) });

interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

export const itemOf = async (
  { client, tableName: TableName }: DynamoTable,
  { pk, sk }: ItemKey,
): Promise<Attributes> => {
  const { Item } = await client.send(new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: true }));
  return attributes(Item);
};

/**
 * What a function of the next version does to an aggregate: it knows one more attribute and one more event, whatever `change`
 * adds to the others, and breaks off before it publishes.
 */
export async function changeByNextVersion(
  table: DynamoTable,
  key: ItemKey,
  n: number,
  change: (item: Attributes) => Attributes,
): Promise<void> {
  for (;;) {
    const item = await itemOf(table, key);
    const { v, sq } = item;
    const sequence = Number(sq) + 1;
    const event = [sequence, someDay, { type: 'SomethingNew', n }];
    const Item = {
      ...item,
      ...change(item),
      zz: n,
      ob: [...Object.values(attributes(item.ob)), event],
      v: Number(v) + 1,
      sq: sequence,
    };
    const condition = { ConditionExpression: 'v = :v', ExpressionAttributeValues: { ':v': v } };
    const isSaved = await table.client.send(new PutCommand({ TableName: table.tableName, Item, ...condition })).then(
      () => true,
      (error: unknown) => {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      },
    );
    if (isSaved) return;
  }
}

interface Published {
  readonly sequence: number;
  readonly fact: object;
}

/** Every event has been published, in order, and those of the next version as it has written them. */
export function expectEveryEvent(published: readonly Published[], ofNextVersion: readonly number[]) {
  const bySequence = new Map(published.map(({ sequence, fact }) => [sequence, attributes(fact)]));
  const sequences = [...bySequence.keys()];
  expect(sequences).toEqual(sequences.map((_, index) => index + 1));
  const newer = [...bySequence.values()].filter(({ type }) => type === 'SomethingNew');
  expect(newer.map(({ n }) => n)).toEqual(ofNextVersion);
}
