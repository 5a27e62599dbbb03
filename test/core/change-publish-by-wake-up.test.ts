import { expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { add, key, partsOf, recordedSums, type Sum, type SumPorts } from './sum.ts';

const wakeUpTimes = ({ wakeUps }: Pick<SumPorts, 'wakeUps'>) => wakeUps.pending().map(({ at }) => at);

test('a change published by wake-up is answered without the bus: a wake-up that is due at once publishes', async () => {
  const { change, calls, wakeUps, publisher, store } = recordedSums();
  expect(await change(key, add('a'), { publish: 'byWakeUp' })).toBe('a');
  expect(calls).toEqual(['load', 'set', 'save', 'set']);
  expect(publisher.published()).toEqual([]);
  for (const _ of wakeUps.wake(0)) await change(key, add(), { delivery: 'repeated' });
  expect(partsOf(publisher.published())).toEqual(['a']);
  expect(await store.load(key)).toMatchObject({ outbox: [] });
});

test('the wake-up that guards such a change is set before the save, as for any request', async () => {
  const sums = recordedSums();
  await sums.change(key, add('a'), { publish: 'byWakeUp' });
  expect(wakeUpTimes(sums)).toEqual([seconds(60), 0]);
  expect(await sums.store.load(key)).toMatchObject({ wakeUpAt: seconds(60) });
});

test('a wake-up that the aggregate waits for stays recorded', async () => {
  const sums = recordedSums();
  const addWithWakeUp = (part: string) => (sum: Sum | undefined) => ({ ...add(part)(sum), wakeUpAt: minutes(10) });
  await sums.change(key, addWithWakeUp('a'), { delivery: 'repeated' });
  sums.time.at = minutes(1);
  await sums.change(key, addWithWakeUp('b'), { publish: 'byWakeUp' });
  expect(wakeUpTimes(sums)).toEqual([minutes(10), minutes(2), minutes(1)]);
  expect(await sums.store.load(key)).toMatchObject({ wakeUpAt: minutes(10) });
});

test('when the publishing wake-up cannot be set, the request is answered, that is reported, and the guard publishes', async () => {
  const { change, failures, wakeUps, publisher, reports } = recordedSums();
  let sets = 0;
  failures.set('set', () => (++sets === 2 ? new Error('the queue is down') : undefined));
  expect(await change(key, add('a'), { publish: 'byWakeUp' })).toBe('a');
  expect(reports).toEqual(['Events are saved but not published; the wake-up that guards them will publish them']);
  for (const _ of wakeUps.wake(seconds(60))) await change(key, add(), { delivery: 'repeated' });
  expect(partsOf(publisher.published())).toEqual(['a']);
});

test('events that an earlier request left are published with those of the next change', async () => {
  const { change, failures, wakeUps, publisher } = recordedSums();
  failures.set('publish', () => new Error('the bus is down'));
  await change(key, add('a'));
  failures.clear();
  await change(key, add('b'), { publish: 'byWakeUp' });
  for (const _ of wakeUps.wake(0)) await change(key, add(), { delivery: 'repeated' });
  expect(partsOf(publisher.published())).toEqual(['a', 'b']);
});

test('without events no wake-up is set', async () => {
  const { change, calls } = recordedSums();
  await change(key, add('a'), { delivery: 'repeated' });
  calls.length = 0;
  expect(await change(key, add('a'), { publish: 'byWakeUp' })).toBe('');
  expect(calls).toEqual(['load']);
});
