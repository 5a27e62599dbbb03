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
 * Sends every alarm that comes due in the next minutes to the queue, which rings it to the second.
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
    let mark = await buckets.sentUpTo(shard);
    while (mark !== undefined && mark < end) {
      const span = { from: mark, to: Math.min(mark + longestStep, end) };
      count += await sendSpan(shard, span);
      mark = span.to;
    }
    return count;
  }

  /** Sends page by page and notes each, so that a sweep with more to send than it has time for gets on all the same. */
  async function sendSpan(shard: number, span: { readonly from: Instant; readonly to: Instant }): Promise<number> {
    let count = 0;
    let mark = span.from;
    let cursor: string | undefined;
    do {
      const page = await buckets.read(shard, span, { limit: alarmsAtOnce, ...(cursor !== undefined && { cursor }) });
      if (page.alarms.length > 0) await queue.send(page.alarms);
      count += page.alarms.length;
      cursor = page.cursor;
      // More alarms may be due at the instant a page ends with, so the mark stops before it.
      const reached = cursor === undefined ? span.to : (page.alarms.at(-1)?.at ?? mark);
      if (reached > mark) await buckets.advance(shard, mark, reached);
      mark = Math.max(mark, reached);
    } while (cursor !== undefined);
    return count;
  }
}
