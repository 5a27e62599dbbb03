import { describe, expect, test } from '@jest/globals';
import type { ChangeOptions } from '#core/change.ts';
import { seconds } from '#core/instant.ts';
import { add, key, partsOf, recordedSums } from './sum.ts';

describe('events that could not be published', () => {
  const down = () => new Error('the bus is down');

  test('do not fail a request, whose change is saved, and are reported', async () => {
    const { change, failures, reports, store } = recordedSums();
    failures.set('publish', down);
    expect(await change(key, add('a'))).toBe('a');
    expect(reports).toEqual(['Events are saved but not published; the wake-up that guards them will publish them']);
    expect((await store.load(key))?.outbox).toHaveLength(1);
  });

  test('are left to others by a request that has no events', async () => {
    const { change, failures, calls } = recordedSums();
    failures.set('publish', down);
    await change(key, add('a'));
    failures.clear();
    calls.length = 0;
    await change(key, add('a'));
    await change(key, (sum) => ({ state: sum && { ...sum, parts: ['b'] }, events: [], outcome: 'quiet' }));
    expect(calls).toEqual(['load', 'load', 'save']);
  });

  test('are guarded together with those of the next change', async () => {
    const { change, failures, wakeUps, time } = recordedSums();
    failures.set('publish', down);
    await change(key, add('a'));
    time.at = seconds(40);
    await change(key, add('b'));
    expect(wakeUps.pending().map(({ at }) => at)).toEqual([seconds(60), seconds(100)]);
  });

  test('and of which people could not be notified either fail a message with both errors', async () => {
    const { change, failures } = recordedSums();
    for (const method of ['publish', 'notify']) failures.set(method, down);
    const failed = change(key, add('a'), { delivery: 'repeated' });
    await expect(failed).rejects.toThrow('2 of 2 publications failed');
  });

  test('fail a message, so that it is delivered again, which publishes them and changes nothing', async () => {
    const { change, failures, publisher, store, calls } = recordedSums();
    failures.set('publish', down);
    await expect(change(key, add('a'), { delivery: 'repeated' })).rejects.toThrow('the bus is down');
    failures.clear();
    calls.length = 0;
    await change(key, add('a'), { delivery: 'repeated' });
    expect(calls).toEqual(['load', 'publish', 'clearOutbox']);
    expect(partsOf(publisher.published())).toEqual(['a']);
    expect(await store.load(key)).toMatchObject({ version: 3, outbox: [] });
  });

  test.each<ChangeOptions>([{}, { expectsNew: true }, { delivery: 'repeated' }, { delivery: 'last' }])(
    'are published first with the next change (%j)',
    async (options) => {
      const { change, failures, publisher } = recordedSums();
      failures.set('publish', down);
      await change(key, add('a', 'b'));
      await change(key, add('c'));
      failures.clear();
      await change(key, add('d'), options);
      expect(publisher.published().map(({ sequence, fact }) => [sequence, fact.part])).toEqual([
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
        [4, 'd'],
      ]);
    },
  );
});
