import { expect, test } from '@jest/globals';
import { nameOf } from '#core/wake-ups/ports.ts';
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

test('an aggregate has a name of its own, by its instance, kind and id', () => {
  expect(nameOf({ kind: 'agent', instanceId: 'demo', agentId: '7' })).toBe('demo/agent/7');
  expect(nameOf({ kind: 'job', instanceId: 'demo', jobId: 7 })).toBe('demo/job/7');
  expect(nameOf({ kind: 'chat', instanceId: 'demo', contactId: '7' })).toBe('demo/chat/7');
  expect(nameOf({ kind: 'schedule', instanceId: 'demo', scheduleId: '7' })).toBe('demo/schedule/7');
  expect(nameOf({ kind: 'instance', instanceId: 'demo' })).toBe('demo/instance');
  expect(nameOf({ kind: 'import', instanceId: 'demo' })).toBe('demo/import');
});
