import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type ApiKey, type ApiKeyStore, KeyExistsError, scopes } from '#core/access/access.ts';
import type { Report } from '#core/ports.ts';
import { texts } from '../codec/fields.ts';
import { apiKeyIdsKey, apiKeyKey } from './access-tables.ts';
import { batchGet } from './batch-get.ts';
import { type DynamoTable, isWritten } from './document-client.ts';
import { readableItems, readItem } from './readable.ts';

const apiKeyShape: z.ZodMiniType<ApiKey> = z.object({
  keyId: z.string(),
  instanceId: z.string(),
  // A scope that only a newer version knows gives no right here.
  scopes: z.pipe(
    texts,
    z.transform((stored) => stored.flatMap((name) => scopes.find((scope) => scope === name) ?? [])),
  ),
  secretHash: z.string(),
  name: z.exactOptional(z.string()),
  createdAt: z.exactOptional(z.number()),
  createdBy: z.exactOptional(z.string()),
  previous: z.exactOptional(z.object({ secretHash: z.string(), validUntil: z.number() })),
});

const idsShape = z.object({ ids: z._default(z.set(z.string()), new Set()) });

/**
 * Keeps API keys in the keys table. The ids of an instance's keys are in an item of their own, which only finds candidates: an
 * id is added before its key and removed after it.
 *
 * @param report called for each key that a list leaves out because it cannot be read
 */
export function makeDynamoApiKeyStore(table: DynamoTable, report: Report = () => {}): ApiKeyStore {
  async function find(keyId: string) {
    const { client, tableName: TableName } = table;
    const { Item } = await client.send(new GetCommand({ TableName, Key: apiKeyKey(keyId), ConsistentRead: true }));
    return Item && readItem(Item, () => apiKeyShape.parse(Item));
  }

  async function changeIds(instanceId: string, change: 'ADD' | 'DELETE', keyId: string) {
    await table.client.send(
      new UpdateCommand({
        TableName: table.tableName,
        Key: apiKeyIdsKey(instanceId),
        UpdateExpression: `${change} ids :ids`,
        ExpressionAttributeValues: { ':ids': new Set([keyId]) },
      }),
    );
  }

  return {
    find,

    async list(instanceId) {
      const { client, tableName: TableName } = table;
      const Key = apiKeyIdsKey(instanceId);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      const ids = [...idsShape.parse(Item ?? {}).ids].sort();
      const items = await batchGet(table, ids.map(apiKeyKey));
      return readableItems(items, (item) => apiKeyShape.parse(item), report)
        .filter((key) => key.instanceId === instanceId)
        .sort((one, other) => (one.keyId < other.keyId ? -1 : 1));
    },

    async add(key) {
      await changeIds(key.instanceId, 'ADD', key.keyId);
      await addUnlistedKey(table, key);
    },

    async replaceSecrets(key, found) {
      const { client, tableName: TableName } = table;
      const { keyId, secretHash, previous } = key;
      return isWritten(
        client.send(
          new UpdateCommand({
            TableName,
            Key: apiKeyKey(keyId),
            UpdateExpression: `SET secretHash = :hash${previous ? ', previous = :previous' : ' REMOVE previous'}`,
            ConditionExpression: 'secretHash = :found',
            ExpressionAttributeValues: {
              ':hash': secretHash,
              ':found': found.secretHash,
              ...(previous && { ':previous': previous }),
            },
          }),
        ),
      );
    },

    async remove({ instanceId, keyId }) {
      const { client, tableName: TableName } = table;
      const removed = client.send(
        new DeleteCommand({
          TableName,
          Key: apiKeyKey(keyId),
          ConditionExpression: 'attribute_not_exists(pk) OR instanceId = :instanceId',
          ExpressionAttributeValues: { ':instanceId': instanceId },
        }),
      );
      if (await isWritten(removed)) await changeIds(instanceId, 'DELETE', keyId);
    },
  };
}

/** Adds a key that no list shows: one for a few minutes. @throws KeyExistsError when a key with this id exists */
export async function addUnlistedKey({ client, tableName: TableName }: DynamoTable, key: ApiKey): Promise<void> {
  const Item = { ...apiKeyKey(key.keyId), ...key };
  const put = new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' });
  if (!(await isWritten(client.send(put)))) throw new KeyExistsError(`There is a key ${key.keyId} already`);
}

/** Removes such a key, whether it is there or not. Functions that know it already accept it for a minute more at most. */
export const revokeUnlistedKey = ({ client, tableName: TableName }: DynamoTable, keyId: string) =>
  client.send(new DeleteCommand({ TableName, Key: apiKeyKey(keyId) }));
