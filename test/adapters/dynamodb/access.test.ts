import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { makeDynamoAgentPasswords, makeDynamoSigningKeys } from '#adapters/dynamodb/access.ts';
import { passwordKey, signingKeyKey } from '#adapters/dynamodb/access-tables.ts';
import { minutes } from '#core/instant.ts';
import { someDay } from '../../support/agents.ts';
import { useTable } from './use-table.ts';

describe('passwords of agents', () => {
  const ann = { instanceId: 'demo', agentId: '101' };
  const table = useTable('keys');
  const passwords = makeDynamoAgentPasswords(table);

  async function costOf(attempt: () => Promise<unknown>) {
    table.meter.reset();
    await attempt();
    const { requests, writeUnits, readUnits } = table.meter.usage();
    return { requests, writeUnits, readUnits };
  }

  test('an attempt costs one write unit, and two when attempts are spent, whether the lock is over or not', async () => {
    await passwords.put(ann, 'hash-1');
    for (let n = 0; n < 5; n += 1) {
      const cost = await costOf(() => passwords.attempt(ann, someDay));
      expect(cost).toEqual({ requests: { UpdateItem: 1 }, writeUnits: 1, readUnits: 0 });
    }
    for (const at of [someDay, someDay + minutes(15)]) {
      const cost = await costOf(() => passwords.attempt(ann, at));
      expect(cost).toEqual({ requests: { UpdateItem: 2 }, writeUnits: 2, readUnits: 0 });
    }
  });

  test('a success removes the attempts, and nothing but the hash is kept', async () => {
    await passwords.put(ann, 'hash-1');
    await passwords.attempt(ann, someDay);
    await passwords.succeeded(ann);
    const Key = passwordKey(ann);
    const { Item } = await table.client.send(new GetCommand({ TableName: table.tableName, Key }));
    expect(Item).toEqual({ ...Key, ph: 'hash-1' });
  });

  test('an item that is no password is not read as one', async () => {
    const Item = { ...passwordKey(ann), ph: 7 };
    await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
    await expect(passwords.attempt(ann, someDay)).rejects.toThrow();
  });
});

describe('signing keys', () => {
  const table = useTable('signingKeys');
  const keys = makeDynamoSigningKeys(table, () => new Uint8Array(32));

  test('a key that exists costs one read', async () => {
    await keys.obtain('demo');
    table.meter.reset();
    await keys.obtain('demo');
    expect(table.meter.usage()).toMatchObject({ requests: { GetItem: 1 }, readUnits: 1, writeUnits: 0 });
  });

  test('a key that is too short is not accepted', async () => {
    const Item = { ...signingKeyKey('demo'), secret: new Uint8Array(16) };
    await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
    await expect(keys.find('demo')).rejects.toThrow();
  });
});
