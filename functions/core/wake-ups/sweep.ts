import { allFulfilled, inParallel } from '../in-parallel.ts';
import { type Instant, minutes } from '../instant.ts';
import type { Clock } from '../ports.ts';
import { nameOf, type WakeUpBuckets, type WakeUpQueue, type WakeUpSpan, type WakeUpTarget } from './ports.ts';
import { lookAhead } from './schedule.ts';

const pageSize = 500;
/** A sweep that is behind catches up in steps, so that little is sent again if it breaks off. */
const longestStep = minutes(10);

/**
 * Sends every wake-up that is due in the next minutes to the queue, which delivers it to the second.
 *
 * A shard advances only after the queue has accepted its wake-ups, so the next sweep makes up for one that was skipped or
 * broke off. Two simultaneous sweeps send some wake-ups twice, which does no harm.
 *
 * @returns how many wake-ups were sent.
 */
export function makeSweep({ buckets, queue, clock }: { buckets: WakeUpBuckets; queue: WakeUpQueue; clock: Clock }) {
  return async (): Promise<number> => {
    const to = clock.now() + lookAhead;
    const shards = Array.from({ length: shardCount }, (_, shard) => shard);
    const sent = await inParallel(shards, shardCount, (shard) => sweepShard(shard, to));
    return allFulfilled(sent, 'shards').reduce((total, count) => total + count, 0);
  };

  async function sweepShard(shard: number, end: Instant): Promise<number> {
    let count = 0;
    let from = (await buckets.sentUpTo(shard)) ?? end;
    while (from < end) {
      const span = { from, to: Math.min(from + longestStep, end) };
      count += await sendSpan(shard, span);
      from = span.to;
    }
    return count;
  }

  /** Advances the shard after each page, so that a sweep makes progress even if it runs out of time. */
  async function sendSpan(shard: number, span: WakeUpSpan): Promise<number> {
    let count = 0;
    let sentUpTo = span.from;
    let cursor: string | undefined;
    do {
      const page = await buckets.read(shard, span, { limit: pageSize, ...(cursor !== undefined && { cursor }) });
      if (page.wakeUps.length > 0) await queue.send(page.wakeUps);
      count += page.wakeUps.length;
      cursor = page.cursor;
      // More wake-ups may be due at the instant that a page ends with, so the shard does not advance past it.
      const reached = cursor === undefined ? span.to : (page.wakeUps.at(-1)?.at ?? sentUpTo);
      if (reached > sentUpTo) await buckets.advance(shard, sentUpTo, reached);
      sentUpTo = Math.max(sentUpTo, reached);
    } while (cursor !== undefined);
    return count;
  }
}

/** The number of keys over which wake-ups are spread, so that no key is written or read too often. */
export const shardCount = 8;

/** The shard, from 0, that keeps all wake-ups of an aggregate (FNV-1a of its name). */
export function shardOf(target: WakeUpTarget): number {
  let hash = 0x811c9dc5;
  for (const character of nameOf(target)) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  // Names that differ little give hashes that differ in few bits; this spreads the difference over all bits.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % shardCount;
}
