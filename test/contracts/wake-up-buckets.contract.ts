import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { minutes } from '#core/instant.ts';
import type { WakeUp, WakeUpBuckets } from '#core/wake-ups/ports.ts';
import { shardCount, shardOf } from '#core/wake-ups/sweep.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { someDay } from '../support/agents.ts';

/** Contains every wake-up of this suite, and is short, because a store may look into each minute. */
const always = { from: someDay - minutes(5), to: someDay + minutes(15) };
const aWakeUp = (minutesAhead: number, contactId = 'c1'): WakeUp => ({
  kind: 'chat',
  instanceId: 'demo',
  contactId,
  at: someDay + minutes(minutesAhead),
});
const shard = shardOf(aWakeUp(0));
/** Contacts whose wake-ups share a shard. */
const neighbours = Array.from({ length: 100 }, (_, n) => `c${n}`).filter((id) => shardOf(aWakeUp(0, id)) === shard);

/** What every WakeUpBuckets promises. */
export function wakeUpBucketsContract(open: () => Promise<WakeUpBuckets>) {
  async function opened(...wakeUps: readonly WakeUp[]) {
    const buckets = await open();
    for (const wakeUp of wakeUps) await buckets.put(wakeUp);
    return buckets;
  }
  async function readAll(buckets: WakeUpBuckets, { from, to } = always, limit = 100) {
    const wakeUps: WakeUp[] = [];
    let cursor: string | undefined;
    do {
      const page = await buckets.read(shard, { from, to }, { limit, ...(cursor !== undefined && { cursor }) });
      expect(page.wakeUps.length).toBeLessThanOrEqual(limit);
      wakeUps.push(...page.wakeUps);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return wakeUps;
  }

  test('a wake-up of any kind is read as it was put, from its shard and no other', async () => {
    const wakeUps: WakeUp[] = [
      aWakeUp(3),
      { kind: 'agent', instanceId: 'demo', agentId: 'ann', at: someDay },
      { kind: 'job', instanceId: 'demo', jobId: 7, at: someDay + 1 },
      { kind: 'schedule', instanceId: 'demo', scheduleId: 'nightly', at: someDay + 2 },
    ];
    const buckets = await opened(...wakeUps);
    for (let number = 0; number < shardCount; number += 1) {
      const expected = wakeUps.filter((wakeUp) => shardOf(wakeUp) === number).toSorted((a, b) => a.at - b.at);
      expect((await buckets.read(number, always, { limit: 10 })).wakeUps).toEqual(expected);
    }
  });

  test('a wake-up that is put twice is there once; another instant of the same target is another wake-up', async () => {
    const buckets = await opened(aWakeUp(3), aWakeUp(3), aWakeUp(4));
    expect(await readAll(buckets)).toEqual([aWakeUp(3), aWakeUp(4)]);
  });

  test('a span includes its first instant and not its last', async () => {
    const buckets = await opened(aWakeUp(3), aWakeUp(4), aWakeUp(5));
    expect(await readAll(buckets, { from: aWakeUp(3).at, to: aWakeUp(5).at })).toEqual([aWakeUp(3), aWakeUp(4)]);
    expect(await readAll(buckets, { from: aWakeUp(3).at + 1, to: aWakeUp(5).at + 1 })).toEqual([
      aWakeUp(4),
      aWakeUp(5),
    ]);
    expect(await readAll(buckets, { from: aWakeUp(3).at, to: aWakeUp(3).at })).toEqual([]);
  });

  test('any span is read completely and by instant, whatever the size of a page', async () => {
    const anyMoment = fc.integer({ min: 0, max: 300_000 }).map((offset) => someDay + offset);
    const anyWakeUp = fc
      .tuple(anyMoment, fc.constantFrom(...neighbours))
      .map(([at, contactId]) => ({ ...aWakeUp(0, contactId), at }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyWakeUp, { maxLength: 12 }),
        fc.tuple(anyMoment, anyMoment),
        fc.integer({ min: 1, max: 5 }),
        async (wakeUps, moments, limit) => {
          const buckets = await opened(...wakeUps);
          const span = { from: Math.min(...moments), to: Math.max(...moments) };
          const read = await readAll(buckets, span, limit);
          const names = (some: readonly WakeUp[]) =>
            some.map((wakeUp) => (wakeUp.kind === 'chat' ? `${wakeUp.at} ${wakeUp.contactId}` : ''));
          const expected = wakeUps.filter(({ at }) => at >= span.from && at < span.to);
          expect(names(read).toSorted()).toEqual([...new Set(names(expected))].toSorted());
          expect(read.map(({ at }) => at)).toEqual(read.map(({ at }) => at).toSorted((a, b) => a - b));
        },
      ),
      { numRuns: randomRuns(30) },
    );
  });

  test('a shard without wake-ups has no instant up to which it has been sent', async () => {
    const buckets = await opened();
    for (let number = 0; number < shardCount; number += 1) expect(await buckets.sentUpTo(number)).toBeUndefined();
  });

  test('a shard is sent from its first wake-up on, or from an earlier one that is put later', async () => {
    for (const order of [
      [5, 9],
      [9, 5],
      [9, 5, 7],
    ]) {
      const buckets = await opened();
      for (const minutesAhead of order) {
        await buckets.put(aWakeUp(minutesAhead));
        expect(await buckets.sentUpTo(shard)).toBeLessThanOrEqual(aWakeUp(minutesAhead).at);
      }
      expect(await buckets.sentUpTo(shard)).toBeLessThanOrEqual(aWakeUp(5).at);
    }
  });

  test('after simultaneous wake-ups the shard is at the earliest of them or before', async () => {
    const buckets = await opened();
    await Promise.all([9, 5, 7, 6].map((minutesAhead, n) => buckets.put(aWakeUp(minutesAhead, neighbours[n] ?? 'c1'))));
    expect(await buckets.sentUpTo(shard)).toBeLessThanOrEqual(aWakeUp(5).at);
    expect(await readAll(buckets)).toHaveLength(4);
  });

  test('a sweep advances the shard, and a later wake-up does not move it back', async () => {
    const buckets = await opened(aWakeUp(5));
    const from = (await buckets.sentUpTo(shard)) ?? 0;
    await buckets.advance(shard, from, aWakeUp(6).at);
    expect(await buckets.sentUpTo(shard)).toBe(aWakeUp(6).at);
    await buckets.put(aWakeUp(8));
    expect(await buckets.sentUpTo(shard)).toBe(aWakeUp(6).at);
  });

  test('of two sweeps that advance from the same instant the first wins', async () => {
    const buckets = await opened(aWakeUp(5));
    const from = (await buckets.sentUpTo(shard)) ?? 0;
    await buckets.advance(shard, from, aWakeUp(7).at);
    await buckets.advance(shard, from, aWakeUp(6).at);
    expect(await buckets.sentUpTo(shard)).toBe(aWakeUp(7).at);
  });

  test('a sweep that began before an earlier wake-up was put does not advance past that wake-up', async () => {
    const buckets = await opened(aWakeUp(9));
    const from = (await buckets.sentUpTo(shard)) ?? 0;
    await buckets.put(aWakeUp(Math.floor((from - someDay) / minutes(1)) - 1));
    await buckets.advance(shard, from, aWakeUp(10).at);
    expect(await buckets.sentUpTo(shard)).toBeLessThan(from);
  });
}
