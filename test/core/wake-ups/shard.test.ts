import { expect, test } from '@jest/globals';
import { shardCount, shardOf } from '#core/wake-ups/sweep.ts';
import { aWakeUp } from './virtual-wake-ups.ts';

test('the wake-ups of an aggregate share a shard, whatever their instant', () => {
  expect(shardOf(aWakeUp(1))).toBe(shardOf(aWakeUp(2)));
});

test('many aggregates are spread evenly over the shards', () => {
  const load = Array.from({ length: shardCount }, () => 0);
  for (let n = 0; n < 8000; n += 1) {
    const shard = shardOf(aWakeUp(0, n));
    load[shard] = (load[shard] ?? 0) + 1;
  }
  expect(load).toHaveLength(shardCount);
  for (const count of load) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
