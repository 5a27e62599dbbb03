import { expect, test } from '@jest/globals';
import { shardCount, shardOf } from '#core/alarms/shard.ts';
import { anAlarm } from './alarm-world.ts';

test('alarms of a thing share a shard, whatever their instant', () => {
  expect(shardOf(anAlarm(1))).toBe(shardOf(anAlarm(2)));
});

test('many things are spread evenly', () => {
  const load = Array.from({ length: shardCount }, () => 0);
  for (let n = 0; n < 8000; n += 1) {
    const shard = shardOf(anAlarm(0, n));
    load[shard] = (load[shard] ?? 0) + 1;
  }
  expect(load).toHaveLength(shardCount);
  for (const count of load) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
