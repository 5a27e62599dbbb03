import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type ApiKeyStore, KeyExistsError, scopes } from '#core/access/access.ts';
import { isWritten } from '../conditional-write.ts';
import type { DynamoTable } from '../document-client.ts';
import { apiKeyKey } from './keys.ts';

const apiKeyShape = z.object({
  keyId: z.string(),
  instanceId: z.string(),
  scopes: z.readonly(z.array(z.enum(scopes))),
  secretHash: z.string(),
});

/** Keeps API keys in the keys table. */
export function makeDynamoApiKeyStore({ client, tableName: TableName }: DynamoTable): ApiKeyStore {
  return {
    async find(keyId) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: apiKeyKey(keyId), ConsistentRead: true }));
      return Item && apiKeyShape.parse(Item);
    },

    async add(key) {
      const Item = { ...apiKeyKey(key.keyId), ...key };
      const isNew = await isWritten(
        client.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
      );
      if (!isNew) throw new KeyExistsError(`There is a key ${key.keyId} already`);
    },
  };
}
