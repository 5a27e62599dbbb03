import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type ApiKey, type ApiKeyStore, KeyExistsError, scopes } from '#core/access/access.ts';
import type { SigningKeys } from '#core/access/tokens.ts';
import type { AgentPasswords } from '#core/agent-clients/ports.ts';
import { apiKeyKey, passwordKey, signingKeyKey } from './access-tables.ts';
import { type DynamoTable, isWritten } from './document-client.ts';

const onlyOnce = { ConditionExpression: 'attribute_not_exists(pk)' };

const apiKeyShape: z.ZodMiniType<ApiKey> = z.object({
  keyId: z.string(),
  instanceId: z.string(),
  scopes: z.array(z.enum(scopes)),
  secretHash: z.string(),
});

/** Keeps API keys in the keys table. */
export const makeDynamoApiKeyStore = (table: DynamoTable): ApiKeyStore => ({
  async find(keyId) {
    const { client, tableName: TableName } = table;
    const { Item } = await client.send(new GetCommand({ TableName, Key: apiKeyKey(keyId), ConsistentRead: true }));
    return Item && apiKeyShape.parse(Item);
  },

  async add(key) {
    const { client, tableName: TableName } = table;
    const Item = { ...apiKeyKey(key.keyId), ...key };
    const isNew = await isWritten(client.send(new PutCommand({ TableName, Item, ...onlyOnce })));
    if (!isNew) throw new KeyExistsError(`There is a key ${key.keyId} already`);
  },
});

/** A password's hash. */
const passwordShape = z.object({ ph: z.string() });

/** Keeps the passwords of agents in the keys table. Nothing is written when somebody signs in. */
export const makeDynamoAgentPasswords = (table: DynamoTable): AgentPasswords => ({
  async put(key, passwordHash) {
    const Item = { ...passwordKey(key), ph: passwordHash };
    await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
  },

  async find(key) {
    const { client, tableName: TableName } = table;
    const { Item } = await client.send(new GetCommand({ TableName, Key: passwordKey(key), ConsistentRead: true }));
    return Item && passwordShape.parse(Item).ph;
  },
});

const shortestBytes = 32;
const signingKeyShape = z.object({
  secret: z.instanceof(Uint8Array).check(z.refine((secret) => secret.byteLength >= shortestBytes)),
});

/**
 * Keeps the signing keys of instances.
 *
 * @param random 32 bytes or more that nobody can guess, different each time
 */
export function makeDynamoSigningKeys(table: DynamoTable, random: () => Uint8Array): SigningKeys {
  async function find(instanceId: string) {
    const { client, tableName: TableName } = table;
    const Key = signingKeyKey(instanceId);
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item && signingKeyShape.parse(Item).secret;
  }

  /** Of several callers who create the key at the same time the first one's is kept, and the others find it. */
  async function create(instanceId: string) {
    const { client, tableName: TableName } = table;
    const secret = random();
    const Item = { ...signingKeyKey(instanceId), secret };
    const isFirst = await isWritten(client.send(new PutCommand({ TableName, Item, ...onlyOnce })));
    const stored = isFirst ? secret : await find(instanceId);
    if (!stored) throw new Error(`The signing key of instance ${instanceId} was removed while it was made`);
    return stored;
  }

  return { find, obtain: async (instanceId) => (await find(instanceId)) ?? (await create(instanceId)) };
}
