import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { makeDynamoWakeUpBuckets } from '#adapters/dynamodb/wake-up-buckets.ts';
import { wakeUpKey } from '#adapters/dynamodb/wake-ups-table.ts';
import { parseWakeUp, wakeUpBody } from '#adapters/sqs/wake-ups.ts';
import { UnreadableItemError } from '#core/change.ts';
import { minutes } from '#core/instant.ts';
import type { WakeUp } from '#core/wake-ups/ports.ts';
import { makeSweep, shardCount, shardOf } from '#core/wake-ups/sweep.ts';
import { someDay } from '../../support/agents.ts';
import { itemSize } from '../../support/item-size.ts';
import { useTable } from './use-table.ts';

const clock = { at: someDay, now: () => clock.at };
beforeEach(() => {
  clock.at = someDay;
});
const table = useTable('wakeUps', clock);
/** The buckets as a process sees them that has just started. */
const aProcess = () => makeDynamoWakeUpBuckets(table, { clock, keptForDays: 1 });

const aWakeUp = (at: number): WakeUp => ({ kind: 'chat', instanceId: 'demo', contactId: 'c1', at });
const inMinutes = (n: number) => aWakeUp(someDay + minutes(n));
const shard = shardOf(inMinutes(0));

describe('putting a wake-up', () => {
  test('costs one write unit, and another for the first of its shard in a process', async () => {
    const buckets = aProcess();
    await buckets.put(inMinutes(5));
    expect(table.meter.usage()).toMatchObject({ requests: { PutItem: 1, UpdateItem: 1 }, writeUnits: 2, readUnits: 0 });
    table.meter.reset();
    await buckets.put(inMinutes(6));
    expect(table.meter.usage()).toMatchObject({ requests: { PutItem: 1 }, writeUnits: 1, readUnits: 0 });
    table.meter.reset();
    await aProcess().put(inMinutes(7));
    expect(table.meter.usage().writeUnits).toBe(2);
  });

  test('costs another unit when it is earlier than every other that this process has put', async () => {
    const buckets = aProcess();
    await buckets.put(inMinutes(8));
    table.meter.reset();
    await buckets.put(inMinutes(5));
    expect(table.meter.usage().writeUnits).toBe(2);
    expect(await buckets.sentUpTo(shard)).toBe(inMinutes(5).at);
  });

  test('behind a sweep, by a new process, makes the next sweep start from there', async () => {
    await aProcess().put(inMinutes(5));
    await aProcess().advance(shard, inMinutes(5).at, inMinutes(9).at);
    await aProcess().put(inMinutes(8));
    expect(await aProcess().sentUpTo(shard)).toBe(inMinutes(8).at);
  });

  test('with the longest ids fits into a unit and into the sort key', () => {
    const wakeUp: WakeUp = { ...inMinutes(5), kind: 'chat', instanceId: 'i'.repeat(100), contactId: 'c'.repeat(256) };
    const item = { ...wakeUpKey(7, wakeUp), ...wakeUp, expiresAt: someDay / 1000 };
    expect(itemSize(item)).toBeLessThan(1024);
  });

  test('sets its expiry, here a day after its instant', async () => {
    await aProcess().put(inMinutes(0));
    const Key = wakeUpKey(shard, inMinutes(0));
    const { Item } = await table.client.send(new GetCommand({ TableName: table.tableName, Key }));
    expect(Item?.expiresAt).toBe(Date.UTC(2026, 10, 22, 9, 30) / 1000);
  });
});

describe('reading wake-ups', () => {
  const day = minutes(24 * 60);

  test('costs a query for each minute begun', async () => {
    await aProcess().read(shard, { from: someDay + 1, to: someDay + minutes(10) + 1 }, { limit: 500 });
    expect(table.meter.usage()).toMatchObject({ requests: { Query: 11 }, readUnits: 11, writeUnits: 0 });
  });

  test('costs no query for minutes that have expired', async () => {
    await aProcess().read(shard, { from: 0, to: someDay - day + minutes(3) }, { limit: 500 });
    expect(table.meter.usage().requests).toEqual({ Query: 3 });
    table.meter.reset();
    await aProcess().read(shard, { from: 0, to: someDay - day }, { limit: 500 });
    expect(table.meter.usage().requests).toEqual({});
  });

  test('finds what has not expired yet', async () => {
    await aProcess().put(aWakeUp(someDay - day));
    const { wakeUps } = await aProcess().read(shard, { from: 0, to: someDay - day + 1 }, { limit: 500 });
    expect(wakeUps).toEqual([aWakeUp(someDay - day)]);
  });
});

describe('a sweep', () => {
  const someone = { kind: 'chat', instanceId: 'demo', at: someDay + minutes(2) } as const;
  const sent: WakeUp[] = [];
  const queue = {
    async send(wakeUps: readonly WakeUp[]) {
      sent.push(...wakeUps);
    },
  };

  test('of a quiet minute reads and moves a mark and reads two minutes for each shard', async () => {
    const buckets = aProcess();
    const wakeUps = Array.from({ length: 1_000 }, (_, n): WakeUp => ({ ...someone, contactId: `c${n}` }));
    const oneInEach = new Map(wakeUps.map((wakeUp) => [shardOf(wakeUp), wakeUp])).values();
    for (const wakeUp of oneInEach) await buckets.put(wakeUp);
    const sweep = makeSweep({ buckets, queue, clock });
    clock.at = someDay + minutes(2) + 37_000;
    expect(await sweep()).toBe(shardCount);
    clock.at += minutes(1);
    table.meter.reset();
    expect(await sweep()).toBe(0);
    expect(table.meter.usage()).toMatchObject({
      requests: { GetItem: shardCount, Query: 2 * shardCount, UpdateItem: shardCount },
      readUnits: 3 * shardCount,
      writeUnits: shardCount,
    });
  });

  test('after two hours goes through each minute once, and one more for each ten', async () => {
    const buckets = aProcess();
    await buckets.put(aWakeUp(someDay + 1));
    clock.at = someDay + minutes(115) + 1;
    table.meter.reset();
    expect(await makeSweep({ buckets, queue, clock })()).toBe(1);
    expect(table.meter.usage()).toMatchObject({
      requests: { GetItem: shardCount, Query: 132, UpdateItem: 12 },
      writeUnits: 12,
    });
  });
});

test('a wake-up that cannot be read is passed over and reported, and those around it are read', async () => {
  const reported: unknown[] = [];
  const buckets = makeDynamoWakeUpBuckets(table, { clock, report: (_, error) => void reported.push(error) });
  const [before, after] = [inMinutes(31), inMinutes(33)];
  for (const wakeUp of [before, after]) await buckets.put(wakeUp);
  const unreadable = { ...wakeUpKey(shard, inMinutes(32)), kind: 'agent' };
  await table.client.send(new PutCommand({ TableName: table.tableName, Item: unreadable }));
  const span = { from: before.at, to: after.at + 1 };
  const first = await buckets.read(shard, span, { limit: 2 });
  const rest = await buckets.read(shard, span, { limit: 2, cursor: first.cursor ?? '' });
  expect([...first.wakeUps, ...rest.wakeUps]).toEqual([before, after]);
  expect(reported).toEqual([new UnreadableItemError(`${unreadable.pk} ${unreadable.sk}`, undefined)]);
});

test('a wake-up of a kind that only a newer version knows is sent as it is', async () => {
  const newer = { kind: 'survey', instanceId: 'demo', surveyId: 'nightly', at: inMinutes(32).at };
  const Item = { ...wakeUpKey(shard, inMinutes(32)), ...newer, expiresAt: 1 };
  await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
  const buckets = makeDynamoWakeUpBuckets(table, { clock });
  const { wakeUps } = await buckets.read(shard, { from: newer.at, to: newer.at + 1 }, { limit: 2 });
  expect(wakeUps.map((wakeUp) => JSON.parse(wakeUpBody(wakeUp)))).toEqual([newer]);
  for (const body of wakeUps.map(wakeUpBody)) expect(() => parseWakeUp(body)).toThrow();
});
