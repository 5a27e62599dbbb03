import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { KeyRing, KeyRings } from '#core/access/key-ring.ts';
import type { AgentPasswords } from '#core/agent-clients/ports.ts';
import { passwordKey, signingKeyKey } from './access-tables.ts';
import { type DynamoTable, isWritten } from './document-client.ts';

const onlyOnce = { ConditionExpression: 'attribute_not_exists(pk)' };

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
const secretShape = z.instanceof(Uint8Array).check(z.refine((secret) => secret.byteLength >= shortestBytes));
const keyRingShape: z.ZodMiniType<KeyRing> = z.object({
  secret: secretShape,
  since: z.exactOptional(z.number()),
  previous: z.exactOptional(secretShape),
});

/** Keeps the signing keys of instances. */
export function makeDynamoKeyRings(table: DynamoTable): KeyRings {
  async function find(instanceId: string) {
    const { client, tableName: TableName } = table;
    const Key = signingKeyKey(instanceId);
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item && keyRingShape.parse(Item);
  }

  return {
    find,

    async replace(instanceId, ring, found) {
      const { client, tableName: TableName } = table;
      const Item = { ...signingKeyKey(instanceId), ...ring };
      const isFirst = await isWritten(client.send(new PutCommand({ TableName, Item, ...ifStill(found) })));
      const kept = isFirst ? ring : await find(instanceId);
      if (!kept) throw new Error(`The signing key of instance ${instanceId} was removed while it was made`);
      return kept;
    },
  };
}

/** The condition that a ring is still the one that was found. */
function ifStill(found: KeyRing | undefined) {
  if (!found) return onlyOnce;
  const { secret, since } = found;
  return since === undefined
    ? {
        ConditionExpression: '#secret = :secret AND attribute_not_exists(#since)',
        ExpressionAttributeNames: { '#secret': 'secret', '#since': 'since' },
        ExpressionAttributeValues: { ':secret': secret },
      }
    : {
        ConditionExpression: '#secret = :secret AND #since = :since',
        ExpressionAttributeNames: { '#secret': 'secret', '#since': 'since' },
        ExpressionAttributeValues: { ':secret': secret, ':since': since },
      };
}
