import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Alarm, AlarmBuckets } from '#core/alarms/ports.ts';
import { shardCount, shardOf } from '#core/alarms/shard.ts';
import { minutes } from '#core/instant.ts';
import { someDay } from '../support/agents.ts';

/** Long enough for every alarm here; a store may look into each minute. */
const always = { from: someDay - minutes(5), to: someDay + minutes(15) };
const anAlarm = (minutesAhead: number, contactId = 'c1'): Alarm => ({
  kind: 'chat',
  instanceId: 'demo',
  contactId,
  at: someDay + minutes(minutesAhead),
});
const shard = shardOf(anAlarm(0));
/** Contacts whose alarms share a shard. */
const neighbours = Array.from({ length: 100 }, (_, n) => `c${n}`).filter((id) => shardOf(anAlarm(0, id)) === shard);

/** What every AlarmBuckets promises. */
export function alarmBucketsContract(open: () => Promise<AlarmBuckets>) {
  async function opened(...alarms: readonly Alarm[]) {
    const buckets = await open();
    for (const alarm of alarms) await buckets.put(alarm);
    return buckets;
  }
  async function readAll(buckets: AlarmBuckets, { from, to } = always, limit = 100) {
    const alarms: Alarm[] = [];
    let cursor: string | undefined;
    do {
      const page = await buckets.read(shard, { from, to }, { limit, ...(cursor !== undefined && { cursor }) });
      expect(page.alarms.length).toBeLessThanOrEqual(limit);
      alarms.push(...page.alarms);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return alarms;
  }

  test('an alarm of any kind is read as it was put, from its shard and no other', async () => {
    const alarms: Alarm[] = [
      anAlarm(3),
      { kind: 'agent', instanceId: 'demo', agentId: 'ann', at: someDay },
      { kind: 'job', instanceId: 'demo', jobId: 7, at: someDay + 1 },
    ];
    const buckets = await opened(...alarms);
    for (let number = 0; number < shardCount; number += 1) {
      const expected = alarms.filter((alarm) => shardOf(alarm) === number).toSorted((a, b) => a.at - b.at);
      expect((await buckets.read(number, always, { limit: 10 })).alarms).toEqual(expected);
    }
  });

  test('an alarm put twice is there once; another instant of the same thing is another alarm', async () => {
    const buckets = await opened(anAlarm(3), anAlarm(3), anAlarm(4));
    expect(await readAll(buckets)).toEqual([anAlarm(3), anAlarm(4)]);
  });

  test('a span begins with its first instant and ends before its last', async () => {
    const buckets = await opened(anAlarm(3), anAlarm(4), anAlarm(5));
    expect(await readAll(buckets, { from: anAlarm(3).at, to: anAlarm(5).at })).toEqual([anAlarm(3), anAlarm(4)]);
    expect(await readAll(buckets, { from: anAlarm(3).at + 1, to: anAlarm(5).at + 1 })).toEqual([
      anAlarm(4),
      anAlarm(5),
    ]);
    expect(await readAll(buckets, { from: anAlarm(3).at, to: anAlarm(3).at })).toEqual([]);
  });

  test('any span is read whole and by instant, whatever the size of a page', async () => {
    const anyMoment = fc.integer({ min: 0, max: 300_000 }).map((offset) => someDay + offset);
    const anyAlarm = fc
      .tuple(anyMoment, fc.constantFrom(...neighbours))
      .map(([at, contactId]) => ({ ...anAlarm(0, contactId), at }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyAlarm, { maxLength: 12 }),
        fc.tuple(anyMoment, anyMoment),
        fc.integer({ min: 1, max: 5 }),
        async (alarms, moments, limit) => {
          const buckets = await opened(...alarms);
          const span = { from: Math.min(...moments), to: Math.max(...moments) };
          const read = await readAll(buckets, span, limit);
          const names = (some: readonly Alarm[]) =>
            some.map((alarm) => (alarm.kind === 'chat' ? `${alarm.at} ${alarm.contactId}` : ''));
          const expected = alarms.filter(({ at }) => at >= span.from && at < span.to);
          expect(names(read).toSorted()).toEqual([...new Set(names(expected))].toSorted());
          expect(read.map(({ at }) => at)).toEqual(read.map(({ at }) => at).toSorted((a, b) => a - b));
        },
      ),
      { numRuns: 30 },
    );
  });

  test('nothing has been sent of a shard without alarms', async () => {
    const buckets = await opened();
    for (let number = 0; number < shardCount; number += 1) expect(await buckets.sentUpTo(number)).toBeUndefined();
  });

  test('the first alarm of a shard says from where to send, until an earlier one comes', async () => {
    for (const order of [
      [5, 9],
      [9, 5],
      [9, 5, 7],
    ]) {
      const buckets = await opened();
      for (const minutesAhead of order) {
        await buckets.put(anAlarm(minutesAhead));
        expect(await buckets.sentUpTo(shard)).toBeLessThanOrEqual(anAlarm(minutesAhead).at);
      }
      expect(await buckets.sentUpTo(shard)).toBeLessThanOrEqual(anAlarm(5).at);
    }
  });

  test('alarms put at the same time leave the shard at the earliest of them or before', async () => {
    const buckets = await opened();
    await Promise.all([9, 5, 7, 6].map((minutesAhead, n) => buckets.put(anAlarm(minutesAhead, neighbours[n] ?? 'c1'))));
    expect(await buckets.sentUpTo(shard)).toBeLessThanOrEqual(anAlarm(5).at);
    expect(await readAll(buckets)).toHaveLength(4);
  });

  test('what has been sent moves on, and a later alarm leaves it there', async () => {
    const buckets = await opened(anAlarm(5));
    const from = (await buckets.sentUpTo(shard)) ?? 0;
    await buckets.advance(shard, from, anAlarm(6).at);
    expect(await buckets.sentUpTo(shard)).toBe(anAlarm(6).at);
    await buckets.put(anAlarm(8));
    expect(await buckets.sentUpTo(shard)).toBe(anAlarm(6).at);
  });

  test('of two who move on from the same instant the first wins', async () => {
    const buckets = await opened(anAlarm(5));
    const from = (await buckets.sentUpTo(shard)) ?? 0;
    await buckets.advance(shard, from, anAlarm(7).at);
    await buckets.advance(shard, from, anAlarm(6).at);
    expect(await buckets.sentUpTo(shard)).toBe(anAlarm(7).at);
  });

  test('a sweep that began before an earlier alarm came does not move past that alarm', async () => {
    const buckets = await opened(anAlarm(9));
    const from = (await buckets.sentUpTo(shard)) ?? 0;
    await buckets.put(anAlarm(Math.floor((from - someDay) / minutes(1)) - 1));
    await buckets.advance(shard, from, anAlarm(10).at);
    expect(await buckets.sentUpTo(shard)).toBeLessThan(from);
  });
}
