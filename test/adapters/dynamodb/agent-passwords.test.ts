import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { DynamoTable } from '#adapters/dynamodb/document-client.ts';
import { makeDynamoAgentPasswords } from '#adapters/dynamodb/keys/agent-passwords.ts';
import { passwordKey } from '#adapters/dynamodb/keys/keys.ts';
import { minutes } from '#core/instant.ts';
import { someDay } from '../../support/agents.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb } from '../../support/embedded-dynamodb.ts';
import { type Meter, makeMeter } from '../../support/meter.ts';
import { meteredTables } from '../../support/metered-tables.ts';

const ann = { instanceId: 'demo', agentId: '101' };

let dynamodb: EmbeddedDynamodb;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
});
afterAll(() => dynamodb.stop());

let table: DynamoTable;
let meter: Meter;
beforeEach(async () => {
  const names = await dynamodb.makeTables();
  table = { client: dynamodb.connect(), tableName: names.keys };
  meter = makeMeter({ clock: { now: () => someDay }, tables: meteredTables(names) });
  meter.attach(table.client);
});

async function costOf(attempt: Promise<unknown>) {
  meter.reset();
  await attempt;
  return meter.usage();
}

test('an attempt costs one write unit, and two when attempts are spent, be the lock over or not', async () => {
  const passwords = makeDynamoAgentPasswords(table);
  await passwords.put(ann, 'hash-1');
  for (let n = 0; n < 5; n += 1) {
    const { requests, writeUnits, readUnits } = await costOf(passwords.attempt(ann, someDay));
    expect({ requests, writeUnits, readUnits }).toEqual({ requests: { UpdateItem: 1 }, writeUnits: 1, readUnits: 0 });
  }
  for (const at of [someDay, someDay + minutes(15)]) {
    const { requests, writeUnits, readUnits } = await costOf(passwords.attempt(ann, at));
    expect({ requests, writeUnits, readUnits }).toEqual({ requests: { UpdateItem: 2 }, writeUnits: 2, readUnits: 0 });
  }
});

test('attempts are forgotten with a success, and nothing else is kept than the hash', async () => {
  const passwords = makeDynamoAgentPasswords(table);
  await passwords.put(ann, 'hash-1');
  await passwords.attempt(ann, someDay);
  await passwords.succeeded(ann);
  const Key = passwordKey(ann);
  const { Item } = await table.client.send(new GetCommand({ TableName: table.tableName, Key }));
  expect(Item).toEqual({ ...Key, ph: 'hash-1' });
});

test('an item that is no password is not taken for one', async () => {
  const Item = { ...passwordKey(ann), ph: 7 };
  await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
  await expect(makeDynamoAgentPasswords(table).attempt(ann, someDay)).rejects.toThrow();
});
