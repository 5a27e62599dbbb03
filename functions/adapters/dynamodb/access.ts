import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type ApiKey, type ApiKeyStore, KeyExistsError, scopes } from '#core/access/access.ts';
import type { SigningKeys } from '#core/access/tokens.ts';
import { type AgentPasswords, passwordLock } from '#core/agent-clients/ports.ts';
import type { AgentKey } from '#core/agents/agent.ts';
import type { Instant } from '#core/instant.ts';
import { apiKeyKey, passwordKey, signingKeyKey } from './access-tables.ts';
import { type DynamoTable, isWritten, unlessRefused } from './document-client.ts';

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

/** A password's hash (`ph`), and beside it the attempts since the last success (`fa`) and the instant of the latest (`la`). */
const passwordShape = z.object({ ph: z.string() });

/** An update that counts an attempt. */
interface Count {
  readonly update: string;
  readonly condition: string;
  readonly values: Readonly<Record<string, number>>;
}

/** Counts one more attempt, unless too many have locked the agent. */
const oneMore = (now: Instant): Count => ({
  update: 'SET la = :now ADD fa :one',
  condition: 'attribute_exists(ph) AND (attribute_not_exists(fa) OR fa < :most)',
  values: { ':now': now, ':one': 1, ':most': passwordLock.attempts },
});

/** Starts the count again once the lock is over. Of several attempts at the same time the first does, and the others fail. */
const firstAgain = (now: Instant): Count => ({
  update: 'SET la = :now, fa = :one',
  condition: 'attribute_exists(ph) AND la <= :before',
  values: { ':now': now, ':one': 1, ':before': now - passwordLock.lasts },
});

/**
 * Keeps the passwords of agents in the keys table.
 *
 * The write that counts an attempt also returns the hash, so simultaneous attempts count each. For agents without a
 * password nothing is written: strangers leave nothing here, and are refused with as many requests as for a locked agent.
 */
export function makeDynamoAgentPasswords(table: DynamoTable): AgentPasswords {
  /** Returns the hash as it was when the attempt was counted; nothing if the attempt was not counted. */
  async function count(key: AgentKey, { update, condition, values }: Count) {
    const answer = await unlessRefused(
      table.client.send(
        new UpdateCommand({
          TableName: table.tableName,
          Key: passwordKey(key),
          UpdateExpression: update,
          ConditionExpression: condition,
          ExpressionAttributeValues: values,
          ReturnValues: 'ALL_NEW',
        }),
      ),
    );
    return answer && passwordShape.parse(answer.Attributes).ph;
  }

  return {
    async put(key, passwordHash) {
      const Item = { ...passwordKey(key), ph: passwordHash };
      await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
    },

    /** One write, and a second one when the first is refused: the lock may be over. */
    attempt: async (key, now) => (await count(key, oneMore(now))) ?? (await count(key, firstAgain(now))),

    async succeeded(key) {
      await isWritten(
        table.client.send(
          new UpdateCommand({
            TableName: table.tableName,
            Key: passwordKey(key),
            UpdateExpression: 'REMOVE fa, la',
            ConditionExpression: 'attribute_exists(pk)',
          }),
        ),
      );
    },
  };
}

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
