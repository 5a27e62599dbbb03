import { allFulfilled, inParallel } from '../in-parallel.ts';
import { type Instant, minutes } from '../instant.ts';
import type { Clock } from '../ports.ts';
import { lookAhead } from './alarm-clock.ts';
import type { AlarmBuckets, AlarmQueue } from './ports.ts';
import { shardCount } from './shard.ts';

const alarmsAtOnce = 500;
/** A sweep that has fallen behind catches up in steps, so that what it has sent is not sent again if it breaks off. */
const longestStep = minutes(10);

/**
 * Sends every alarm that comes due before the next sweep to the queue, which rings it to the second.
 *
 * What a shard has sent is noted only after the queue has accepted it: a sweep that is skipped or breaks off is made up
 * for by the next one. Two sweeps at once send some alarms twice, which the ringing tolerates.
 *
 * @returns how many alarms were sent.
 */
export function makeSweep({ buckets, queue, clock }: { buckets: AlarmBuckets; queue: AlarmQueue; clock: Clock }) {
  return async (): Promise<number> => {
    const to = clock.now() + lookAhead;
    const shards = Array.from({ length: shardCount }, (_, shard) => shard);
    const sent = await inParallel(shards, shardCount, (shard) => sweepShard(shard, to));
    return allFulfilled(sent, 'shards').reduce((total, count) => total + count, 0);
  };

  async function sweepShard(shard: number, end: Instant): Promise<number> {
    let count = 0;
    let from = await buckets.sentUpTo(shard);
    while (from !== undefined && from < end) {
      const to: Instant = Math.min(from + longestStep, end);
      count += await sendSpan(shard, from, to);
      await buckets.advance(shard, from, to);
      from = to;
    }
    return count;
  }

  async function sendSpan(shard: number, from: Instant, to: Instant): Promise<number> {
    let count = 0;
    let cursor: string | undefined;
    do {
      const page = await buckets.read(
        shard,
        { from, to },
        { limit: alarmsAtOnce, ...(cursor !== undefined && { cursor }) },
      );
      if (page.alarms.length > 0) await queue.send(page.alarms);
      count += page.alarms.length;
      cursor = page.cursor;
    } while (cursor !== undefined);
    return count;
  }
}
