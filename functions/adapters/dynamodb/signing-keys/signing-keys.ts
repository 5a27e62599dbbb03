import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { SigningKeys } from '#core/access/passes.ts';
import { isWritten } from '../conditional-write.ts';
import type { DynamoTable } from '../document-client.ts';
import { signingKeyKey } from './keys.ts';

const shortestBytes = 32;
const signingItemShape = z.object({
  secret: z.instanceof(Uint8Array).check(z.refine((secret) => secret.byteLength >= shortestBytes)),
});

/**
 * Keeps the signing keys of instances.
 *
 * @param random 32 bytes or more that nobody can guess, others each time
 */
export function makeDynamoSigningKeys(
  { client, tableName: TableName }: DynamoTable,
  random: () => Uint8Array,
): SigningKeys {
  async function find(instanceId: string) {
    const Key = signingKeyKey(instanceId);
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item && signingItemShape.parse(Item).secret;
  }

  /** Of several who make the key at the same time the first one's is kept, and the others find it. */
  async function make(instanceId: string) {
    const secret = random();
    const Item = { ...signingKeyKey(instanceId), secret };
    const isFirst = await isWritten(
      client.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
    );
    const standing = isFirst ? secret : await find(instanceId);
    if (!standing) throw new Error(`The signing key of instance ${instanceId} was removed while it was made`);
    return standing;
  }

  return { find, obtain: async (instanceId) => (await find(instanceId)) ?? (await make(instanceId)) };
}
