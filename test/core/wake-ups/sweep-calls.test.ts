import { expect, test } from '@jest/globals';
import { makeMemoryWakeUpBuckets } from '#adapters/memory/wake-ups.ts';
import { minutes, seconds } from '#core/instant.ts';
import type { WakeUp, WakeUpBuckets, WakeUpQueue } from '#core/wake-ups/ports.ts';
import { shardCount } from '#core/wake-ups/sweep.ts';
import { makeWakeUpUseCases } from '#core/wake-ups/use-cases.ts';
import { someDay } from '#test/support/agents.ts';
import { aWakeUp, neighbours } from './virtual-wake-ups.ts';

const noTarget = async () => {};

/** A sweep a minute after some day, or at another instant. */
function aSweep(buckets: WakeUpBuckets, send: WakeUpQueue['send'], at = someDay + minutes(1)) {
  const clock = { now: () => at };
  const targets = { agent: noTarget, job: noTarget, chat: noTarget, schedule: noTarget };
  return makeWakeUpUseCases({ buckets, queue: { send }, clock, until: noTarget }, targets).sweep;
}

/** Buckets with these wake-ups. Where each advance leads is recorded, as milliseconds from and to. */
async function recordedBuckets(wakeUps: readonly WakeUp[]) {
  const buckets = makeMemoryWakeUpBuckets();
  for (const wakeUp of wakeUps) await buckets.put(wakeUp);
  const advances: (readonly [number, number])[] = [];
  const advance: WakeUpBuckets['advance'] = (shard, from, to) => {
    advances.push([from - someDay, to - someDay]);
    return buckets.advance(shard, from, to);
  };
  return { advances, buckets: { ...buckets, advance } };
}

test('a sweep that has more to send than it has time for makes progress, and the next one sends the rest', async () => {
  const wakeUps = Array.from({ length: 1_700 }, (_, n) => aWakeUp(seconds(10) + n, neighbours[n]));
  const { buckets } = await recordedBuckets(wakeUps);
  const sent: WakeUp[] = [];
  const sweepOfTwoPages = () => {
    let pages = 0;
    return aSweep(buckets, async (page) => {
      pages += 1;
      if (pages > 2) throw new Error('out of time');
      sent.push(...page);
    })();
  };
  await expect(sweepOfTwoPages()).rejects.toThrow('out of time');
  await expect(sweepOfTwoPages()).resolves.toBeGreaterThan(0);
  expect(new Set(sent)).toEqual(new Set(wakeUps));
});

test('a sweep returns how many wake-ups it has sent', async () => {
  const { buckets } = await recordedBuckets(Array.from({ length: 40 }, (_, n) => aWakeUp(seconds(n), n)));
  const sent: WakeUp[] = [];
  expect(await aSweep(buckets, async (page) => void sent.push(...page))()).toBe(40);
  expect(sent).toHaveLength(40);
});

test('a shard in which nothing is due advances, and nothing is sent', async () => {
  const { buckets, advances } = await recordedBuckets([aWakeUp(seconds(10))]);
  const sweep = aSweep(buckets, async (page) => expect(page).toEqual([aWakeUp(seconds(10))]));
  expect(await sweep()).toBe(1);
  expect(advances).toEqual([[seconds(10), minutes(6)]]);
  const later = aWakeUp(minutes(20));
  const { buckets: others } = await recordedBuckets([later]);
  const empty = { ...others, sentUpTo: async () => someDay };
  expect(await aSweep(empty, () => Promise.reject(new Error('nothing is due')))()).toBe(0);
});

test('where no instance is looked at regularly, a sweep sends nothing that was not put', async () => {
  const nothing = () => Promise.reject(new Error('nothing was put'));
  for (const minute of [0, 1, 2, 3, 4])
    expect(await aSweep(makeMemoryWakeUpBuckets(), nothing, someDay + minutes(minute))()).toBe(0);
});

test('a shard does not advance within one instant', async () => {
  const ofOneInstant = neighbours.slice(0, 1_100).map((n) => aWakeUp(seconds(10), n));
  const { buckets, advances } = await recordedBuckets(ofOneInstant);
  await aSweep(buckets, async () => {})();
  expect(advances).toEqual([[seconds(10), minutes(6)]]);
});

test('a page without wake-ups is not the last one if it has a cursor', async () => {
  const { buckets, advances } = await recordedBuckets([aWakeUp(seconds(10))]);
  const read: WakeUpBuckets['read'] = async (shard, span, page) =>
    page.cursor === undefined ? { wakeUps: [], cursor: 'more' } : buckets.read(shard, span, { limit: page.limit });
  expect(await aSweep({ ...buckets, read }, async () => {})()).toBe(1);
  expect(advances).toEqual([[seconds(10), minutes(6)]]);
});

test('a sweep of which several shards fail says how many, and sweeps the others', async () => {
  const { buckets } = await recordedBuckets(Array.from({ length: 40 }, (_, n) => aWakeUp(seconds(n), n)));
  const sentUpTo: WakeUpBuckets['sentUpTo'] = (shard) =>
    shard < 2 ? Promise.reject(new Error('throttled')) : buckets.sentUpTo(shard);
  let sent = 0;
  const sweep = aSweep({ ...buckets, sentUpTo }, async (page) => {
    sent += page.length;
  });
  await expect(sweep()).rejects.toThrow(`2 of ${shardCount} shards failed`);
  expect(sent).toBeGreaterThan(0);
});
