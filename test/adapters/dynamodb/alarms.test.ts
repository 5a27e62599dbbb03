import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeDynamoAlarmBuckets } from '#adapters/dynamodb/alarms/alarm-buckets.ts';
import { alarmKey } from '#adapters/dynamodb/alarms/keys.ts';
import type { DynamoTable } from '#adapters/dynamodb/document-client.ts';
import type { Alarm } from '#core/alarms/ports.ts';
import { shardCount, shardOf } from '#core/alarms/shard.ts';
import { makeSweep } from '#core/alarms/sweep.ts';
import { minutes } from '#core/instant.ts';
import { someDay } from '../../support/agents.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb, type TableNames } from '../../support/embedded-dynamodb.ts';
import { itemSize } from '../../support/item-size.ts';
import { type Meter, makeMeter } from '../../support/meter.ts';
import { meteredTables } from '../../support/metered-tables.ts';

let dynamodb: EmbeddedDynamodb;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
});
afterAll(() => dynamodb.stop());

const clock = { at: someDay, now: () => clock.at };
let names: TableNames;
let meter: Meter;
let table: DynamoTable;
beforeEach(async () => {
  clock.at = someDay;
  names = await dynamodb.makeTables();
  meter = makeMeter({ clock, tables: meteredTables(names) });
  table = { client: dynamodb.connect(), tableName: names.alarms };
  meter.attach(table.client);
});
/** What a process that has just begun knows. */
const aProcess = () => makeDynamoAlarmBuckets({ ...table, clock, keptForDays: 1 });

const anAlarm = (at: number): Alarm => ({ kind: 'chat', instanceId: 'demo', contactId: 'c1', at });
const inMinutes = (n: number) => anAlarm(someDay + minutes(n));
const shard = shardOf(inMinutes(0));

describe('putting an alarm', () => {
  test('costs one write unit, and another for the first of its shard in a process', async () => {
    const buckets = aProcess();
    await buckets.put(inMinutes(5));
    expect(meter.usage()).toMatchObject({ requests: { PutItem: 1, UpdateItem: 1 }, writeUnits: 2, readUnits: 0 });
    meter.reset();
    await buckets.put(inMinutes(6));
    expect(meter.usage()).toMatchObject({ requests: { PutItem: 1 }, writeUnits: 1, readUnits: 0 });
    meter.reset();
    await aProcess().put(inMinutes(7));
    expect(meter.usage().writeUnits).toBe(2);
  });

  test('costs another unit when it is earlier than any this process has put', async () => {
    const buckets = aProcess();
    await buckets.put(inMinutes(8));
    meter.reset();
    await buckets.put(inMinutes(5));
    expect(meter.usage().writeUnits).toBe(2);
    expect(await buckets.sentUpTo(shard)).toBe(inMinutes(5).at);
  });

  test('behind a sweep, by a process that is new, has it swept again from there', async () => {
    await aProcess().put(inMinutes(5));
    await aProcess().advance(shard, inMinutes(5).at, inMinutes(9).at);
    await aProcess().put(inMinutes(8));
    expect(await aProcess().sentUpTo(shard)).toBe(inMinutes(8).at);
  });

  test('with ids as long as they may be fits into a unit and into the sort key', () => {
    const alarm: Alarm = { ...inMinutes(5), kind: 'chat', instanceId: 'i'.repeat(100), contactId: 'c'.repeat(256) };
    const item = { ...alarmKey(7, alarm), ...alarm, expiresAt: someDay / 1000 };
    expect(itemSize(item)).toBeLessThan(1024);
  });

  test('lets it expire a day after its instant', async () => {
    await aProcess().put(inMinutes(0));
    const Key = alarmKey(shard, inMinutes(0));
    const { Item } = await table.client.send(new GetCommand({ TableName: table.tableName, Key }));
    expect(Item?.expiresAt).toBe(Date.UTC(2026, 10, 22, 9, 30) / 1000);
  });
});

describe('reading alarms', () => {
  const day = minutes(24 * 60);

  test('costs a query for each minute begun', async () => {
    await aProcess().read(shard, { from: someDay + 1, to: someDay + minutes(10) + 1 }, { limit: 500 });
    expect(meter.usage()).toMatchObject({ requests: { Query: 11 }, readUnits: 11, writeUnits: 0 });
  });

  test('costs no query for what has expired', async () => {
    await aProcess().read(shard, { from: 0, to: someDay - day + minutes(3) }, { limit: 500 });
    expect(meter.usage().requests).toEqual({ Query: 3 });
    meter.reset();
    await aProcess().read(shard, { from: 0, to: someDay - day }, { limit: 500 });
    expect(meter.usage().requests).toEqual({});
  });

  test('finds whatever has not expired yet', async () => {
    await aProcess().put(anAlarm(someDay - day));
    const { alarms } = await aProcess().read(shard, { from: 0, to: someDay - day + 1 }, { limit: 500 });
    expect(alarms).toEqual([anAlarm(someDay - day)]);
  });
});

describe('a sweep', () => {
  const someone = { kind: 'chat', instanceId: 'demo', at: someDay + minutes(2) } as const;
  const sent: Alarm[] = [];
  const queue = {
    async send(alarms: readonly Alarm[]) {
      sent.push(...alarms);
    },
  };

  test('of a quiet minute costs a mark read, a mark moved and two minutes looked into for each shard', async () => {
    const buckets = aProcess();
    const alarms = Array.from({ length: 1_000 }, (_, n): Alarm => ({ ...someone, contactId: `c${n}` }));
    const oneInEach = new Map(alarms.map((alarm) => [shardOf(alarm), alarm])).values();
    for (const alarm of oneInEach) await buckets.put(alarm);
    const sweep = makeSweep({ buckets, queue, clock });
    clock.at = someDay + minutes(2) + 37_000;
    expect(await sweep()).toBe(shardCount);
    clock.at += minutes(1);
    meter.reset();
    expect(await sweep()).toBe(0);
    expect(meter.usage()).toMatchObject({
      requests: { GetItem: shardCount, Query: 2 * shardCount, UpdateItem: shardCount },
      readUnits: 3 * shardCount,
      writeUnits: shardCount,
    });
  });

  test('after two hours away goes through each minute once, and one more for each ten', async () => {
    const buckets = aProcess();
    await buckets.put(anAlarm(someDay + 1));
    clock.at = someDay + minutes(115) + 1;
    meter.reset();
    expect(await makeSweep({ buckets, queue, clock })()).toBe(1);
    expect(meter.usage()).toMatchObject({
      requests: { GetItem: shardCount, Query: 132, UpdateItem: 12 },
      writeUnits: 12,
    });
  });
});

test('an alarm that nobody can read is passed over and reported, and those around it are read', async () => {
  const reported: string[] = [];
  const buckets = makeDynamoAlarmBuckets({ ...table, clock, report: (fault) => void reported.push(fault) });
  const [before, after] = [inMinutes(31), inMinutes(33)];
  for (const alarm of [before, after]) await buckets.put(alarm);
  const unreadable = { ...alarmKey(shard, inMinutes(32)), kind: 'a kind of tomorrow' };
  await table.client.send(new PutCommand({ TableName: table.tableName, Item: unreadable }));
  const span = { from: before.at, to: after.at + 1 };
  const first = await buckets.read(shard, span, { limit: 2 });
  const rest = await buckets.read(shard, span, { limit: 2, cursor: first.cursor ?? '' });
  expect([...first.alarms, ...rest.alarms]).toEqual([before, after]);
  expect(reported).toEqual([expect.stringContaining(unreadable.sk)]);
});
