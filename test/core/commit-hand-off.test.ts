import { expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { add, aWatchedWorld, key, partsOf, type SumWorld } from './sum.ts';

const alarmTimes = ({ alarms }: Pick<SumWorld, 'alarms'>) => alarms.pending().map(({ at }) => at);

test('a change that is handed off is answered without the bus: an alarm that rings at once publishes', async () => {
  const { commit, calls, alarms, publisher, store } = aWatchedWorld();
  expect(await commit(key, add('a'), 'handOff')).toBe('a');
  expect(calls).toEqual(['load', 'set', 'save', 'set']);
  expect(publisher.published()).toEqual([]);
  for (const _ of alarms.ring(0)) await commit(key, add(), 'redelivery');
  expect(partsOf(publisher.published())).toEqual(['a']);
  expect(await store.load(key)).toMatchObject({ outbox: [] });
});

test('the alarm that guards a change that is handed off stands before the save, as for any caller', async () => {
  const world = aWatchedWorld();
  await world.commit(key, add('a'), 'handOff');
  expect(alarmTimes(world)).toEqual([seconds(60), 0]);
  expect(await world.store.load(key)).toMatchObject({ alarmAt: seconds(60) });
});

test('an alarm that is waited for stays noted when the change is handed off', async () => {
  const world = aWatchedWorld();
  const addLasting = (part: string) => (sum: Parameters<ReturnType<typeof add>>[0]) => ({
    ...add(part)(sum),
    alarmAt: minutes(10),
  });
  await world.commit(key, addLasting('a'), 'redelivery');
  world.time.at = minutes(1);
  await world.commit(key, addLasting('b'), 'handOff');
  expect(alarmTimes(world)).toEqual([minutes(10), minutes(2), minutes(1)]);
  expect(await world.store.load(key)).toMatchObject({ alarmAt: minutes(10) });
});

test('when it cannot be handed off, the caller is answered, somebody is told, and the guard publishes', async () => {
  const { commit, trouble, alarms, publisher, reports } = aWatchedWorld();
  let sets = 0;
  trouble.set('set', () => (++sets === 2 ? new Error('the queue is down') : undefined));
  expect(await commit(key, add('a'), 'handOff')).toBe('a');
  expect(reports).toHaveLength(1);
  for (const _ of alarms.ring(seconds(60))) await commit(key, add(), 'redelivery');
  expect(partsOf(publisher.published())).toEqual(['a']);
});

test('what an earlier caller left is handed off with the next change', async () => {
  const { commit, trouble, alarms, publisher } = aWatchedWorld();
  trouble.set('publish', () => new Error('the bus is down'));
  await commit(key, add('a'), 'caller');
  trouble.clear();
  await commit(key, add('b'), 'handOff');
  for (const _ of alarms.ring(0)) await commit(key, add(), 'redelivery');
  expect(partsOf(publisher.published())).toEqual(['a', 'b']);
});

test('nothing to tell is nothing to hand off', async () => {
  const { commit, calls } = aWatchedWorld();
  await commit(key, add('a'), 'redelivery');
  calls.length = 0;
  expect(await commit(key, add('a'), 'handOff')).toBe('');
  expect(calls).toEqual(['load']);
});
