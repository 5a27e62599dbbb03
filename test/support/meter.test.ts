import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { agentsTable } from '#adapters/dynamodb/agents-table.ts';
import { transcriptsTable } from '#adapters/dynamodb/chat-tables.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb } from './embedded-dynamodb.ts';
import { type Meter, makeMeter } from './meter.ts';
import { meteredTables } from './metered-tables.ts';

let dynamodb: EmbeddedDynamodb;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
});
afterAll(() => dynamodb.stop());

const clock = { at: 0, now: () => clock.at };
let client: DynamoDBDocumentClient;
let meter: Meter;
let TableName: string;
let indexed: string;
let indexedWhole: string;
beforeEach(async () => {
  const names = await dynamodb.makeTables();
  [TableName, indexed, indexedWhole] = [names.jobs, names.agents, names.transcripts];
  clock.at = 0;
  meter = makeMeter({ clock, tables: meteredTables(names) });
  client = dynamodb.connect();
  meter.attach(client);
});

/** An item of this size: 2 × 2 bytes for the names of the keys, their values, 1 for the name of the filling. */
const anItem = (sk: string, bytes: number) => ({ pk: 'p', sk, x: 'x'.repeat(bytes - 6 - sk.length) });
const put = (sk: string, bytes: number, more: object = {}) =>
  client.send(new PutCommand({ TableName, Item: anItem(sk, bytes), ...more }));

/** The units of one action. */
async function units(what: () => Promise<unknown>) {
  meter.reset();
  await what().catch(() => undefined);
  return { write: meter.usage().writeUnits, read: meter.usage().readUnits };
}

test('a write costs a unit for each kilobyte begun of the larger of the old and the new item', async () => {
  expect(await units(() => put('a', 1024))).toEqual({ write: 1, read: 0 });
  expect(await units(() => put('a', 1025))).toEqual({ write: 2, read: 0 });
  expect(await units(() => put('a', 2500))).toEqual({ write: 3, read: 0 });
  expect(await units(() => put('a', 10))).toEqual({ write: 3, read: 0 });
  expect(await units(() => put('a', 10))).toEqual({ write: 1, read: 0 });
});

test('an update costs the whole item, however little of it changes', async () => {
  await put('a', 2040);
  const change = (size: number) =>
    client.send(
      new UpdateCommand({
        TableName,
        Key: { pk: 'p', sk: 'a' },
        UpdateExpression: 'SET y = :y',
        ExpressionAttributeValues: { ':y': 'y'.repeat(size) },
      }),
    );
  expect(await units(() => change(1))).toEqual({ write: 2, read: 0 });
  expect(await units(() => change(100))).toEqual({ write: 3, read: 0 });
  expect(await units(() => change(1))).toEqual({ write: 3, read: 0 });
});

test('a deletion costs the size of the item, and a unit when there is none', async () => {
  const remove = () => client.send(new DeleteCommand({ TableName, Key: { pk: 'p', sk: 'a' } }));
  await put('a', 2500);
  expect(await units(remove)).toEqual({ write: 3, read: 0 });
  expect(await units(remove)).toEqual({ write: 1, read: 0 });
});

test('a condition that does not hold costs the larger of the stored item and the one that was to replace it', async () => {
  const never = { ConditionExpression: 'attribute_exists(nothing)' };
  expect(await units(() => put('a', 10, never))).toEqual({ write: 1, read: 0 });
  await put('a', 2500);
  expect(await units(() => put('a', 10, never))).toEqual({ write: 3, read: 0 });
  expect(await units(() => put('a', 3500, never))).toEqual({ write: 4, read: 0 });
  const remove = () => client.send(new DeleteCommand({ TableName, Key: { pk: 'p', sk: 'a' }, ...never }));
  expect(await units(remove)).toEqual({ write: 3, read: 0 });
});

test('a read costs a unit for 4 KB, half of that when eventually consistent, and the minimum when there is no item', async () => {
  await put('a', 3500);
  await put('b', 8192);
  const get = (sk: string, ConsistentRead: boolean) =>
    client.send(new GetCommand({ TableName, Key: { pk: 'p', sk }, ConsistentRead }));
  expect(await units(() => get('a', true))).toEqual({ write: 0, read: 1 });
  expect(await units(() => get('b', true))).toEqual({ write: 0, read: 2 });
  expect(await units(() => get('b', false))).toEqual({ write: 0, read: 1 });
  expect(await units(() => get('c', true))).toEqual({ write: 0, read: 1 });
  expect(await units(() => get('c', false))).toEqual({ write: 0, read: 0.5 });
});

test('a query rounds the sum of the items, a batch of reads rounds each item', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (const sk of names) await put(sk, 1500);
  const query = (ConsistentRead: boolean) =>
    client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': 'p' },
        ConsistentRead,
      }),
    );
  const Keys = [...names, 'nothing'].map((sk) => ({ pk: 'p', sk }));
  const batch = (ConsistentRead: boolean) =>
    client.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead, ProjectionExpression: 'x' } } }),
    );
  expect(await units(() => query(true))).toEqual({ write: 0, read: 2 });
  expect(await units(() => query(false))).toEqual({ write: 0, read: 1 });
  expect(await units(() => batch(true))).toEqual({ write: 0, read: 6 });
  expect(await units(() => batch(false))).toEqual({ write: 0, read: 3 });
});

test('an index costs a write to put or remove an entry, two to move it, and none when no projected attribute changes', async () => {
  const { partitionKey, sortKey, name } = agentsTable.onlineByAddress;
  const onIndex = async (address: string | undefined, x = '') => {
    const online = address === undefined ? {} : { [partitionKey]: 'demo', [sortKey]: address };
    meter.reset();
    await client.send(new PutCommand({ TableName: indexed, Item: { pk: 'p', sk: 's', x, ...online } }));
    return meter.usage().writeUnitsOf;
  };
  const index = `${indexed}/${name}`;
  expect(await onIndex(undefined)).toEqual({ [indexed]: 1, [`${indexed}/${agentsTable.bySortKey}`]: 1 });
  expect(await onIndex(undefined, 'more')).toEqual({ [indexed]: 1 });
  expect(await onIndex('10')).toEqual({ [indexed]: 1, [index]: 1 });
  expect(await onIndex('10', 'more')).toEqual({ [indexed]: 1 });
  expect(await onIndex('11')).toEqual({ [indexed]: 1, [index]: 2 });
  expect(await onIndex(undefined)).toEqual({ [indexed]: 1, [index]: 1 });
});

test('an index that holds whole items costs a write of their size whenever anything changes', async () => {
  const { sortKey, name } = transcriptsTable.byTime;
  const put = (at: string, bytes: number) =>
    client.send(new PutCommand({ TableName: indexedWhole, Item: { ...anItem('s', bytes), [sortKey]: at } }));
  const onIndex = async (at: string, bytes: number) => {
    meter.reset();
    await put(at, bytes);
    return meter.usage().writeUnitsOf;
  };
  const index = `${indexedWhole}/${name}`;
  expect(await onIndex('1', 1500)).toEqual({ [indexedWhole]: 2, [index]: 2 });
  expect(await onIndex('1', 1500)).toEqual({ [indexedWhole]: 2 });
  expect(await onIndex('1', 2500)).toEqual({ [indexedWhole]: 3, [index]: 3 });
  expect(await onIndex('2', 2500)).toEqual({ [indexedWhole]: 3, [index]: 6 });
});

test('requests are counted by operation, and writes by key and second', async () => {
  for (const at of [0, 999, 1000, 1500, 1999]) {
    clock.at = at;
    await put(`${at % 3}`, 1500);
  }
  expect(meter.usage().requests).toEqual({ PutItem: 5 });
  expect(meter.usage().busiest).toEqual({ [TableName]: { partition: 'p', second: 1, writes: 3, units: 6 } });
});
