import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { DynamoTable } from '#adapters/dynamodb/document-client.ts';
import { signingKeyKey } from '#adapters/dynamodb/signing-keys/keys.ts';
import { makeDynamoSigningKeys } from '#adapters/dynamodb/signing-keys/signing-keys.ts';
import { someDay } from '../../support/agents.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb } from '../../support/embedded-dynamodb.ts';
import { type Meter, makeMeter } from '../../support/meter.ts';
import { meteredTables } from '../../support/metered-tables.ts';

let dynamodb: EmbeddedDynamodb;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
});
afterAll(() => dynamodb.stop());

let table: DynamoTable;
let meter: Meter;
beforeEach(async () => {
  const names = await dynamodb.makeTables();
  table = { client: dynamodb.connect(), tableName: names.signingKeys };
  meter = makeMeter({ clock: { now: () => someDay }, tables: meteredTables(names) });
  meter.attach(table.client);
});

const random = () => new Uint8Array(32);

test('a key that is there costs one read', async () => {
  const keys = makeDynamoSigningKeys(table, random);
  await keys.obtain('demo');
  meter.reset();
  await keys.obtain('demo');
  expect(meter.usage()).toMatchObject({ requests: { GetItem: 1 }, readUnits: 1, writeUnits: 0 });
});

test('a key that is too short is not taken for one', async () => {
  const Item = { ...signingKeyKey('demo'), secret: new Uint8Array(16) };
  await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
  await expect(makeDynamoSigningKeys(table, random).find('demo')).rejects.toThrow();
});
