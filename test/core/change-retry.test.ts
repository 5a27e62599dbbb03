import { describe, expect, test } from '@jest/globals';
import { StaleVersionError } from '#core/change.ts';
import { seconds } from '#core/instant.ts';
import { add, key, partsOf, recordedSums } from './sum.ts';

describe('when another writer saves first', () => {
  const stale = (times: number) => {
    let left = times;
    return () => (left-- > 0 ? new StaleVersionError() : undefined);
  };

  test('the change is decided again on the new state', async () => {
    const { change, store, failures } = recordedSums();
    await change(key, add('a'), { delivery: 'repeated' });
    const standing = await store.load(key);
    failures.set('load', () => {
      failures.clear();
      void store.save({ state: { ...key, parts: ['a', 'b'] }, version: 2, sequence: 2, outbox: [] }, standing);
      return undefined;
    });
    expect(await change(key, add('b', 'c'), { delivery: 'repeated' })).toBe('c');
    expect((await store.load(key))?.state.parts).toEqual(['a', 'b', 'c']);
  });

  test('the change is tried twelve times, and no more', async () => {
    const { change, failures, calls, publisher } = recordedSums();
    failures.set('save', stale(11));
    await change(key, add('a'), { delivery: 'repeated' });
    expect(calls.filter((call) => call === 'save')).toHaveLength(12);
    failures.set('save', stale(12));
    await expect(change(key, add('b'), { delivery: 'repeated' })).rejects.toBeInstanceOf(StaleVersionError);
    expect(partsOf(publisher.published())).toEqual(['a']);
  });

  test('the pauses before further attempts grow, and all together are short', async () => {
    const { change, failures, paused } = recordedSums();
    failures.set('save', stale(11));
    await change(key, add('a'), { delivery: 'repeated' });
    expect(paused).toEqual([10, 20, 40, 80, 160, 320, 320, 320, 320, 320, 320]);
  });

  test('one wake-up guards all attempts', async () => {
    const { change, failures, wakeUps, store } = recordedSums();
    failures.set('save', stale(11));
    await change(key, add('a'));
    expect(wakeUps.pending().map(({ at }) => at)).toEqual([seconds(60)]);
    expect(await store.load(key)).toMatchObject({ wakeUpAt: seconds(60) });
  });

  test('an attempt that needs an earlier wake-up sets that one as well', async () => {
    const { change, failures, wakeUps, store } = recordedSums();
    failures.set('save', stale(1));
    let wakeUpAt = 50_000;
    await change(key, (sum) => {
      wakeUpAt -= 10_000;
      return { ...add('a')(sum), wakeUpAt };
    });
    expect(wakeUps.pending().map(({ at }) => at)).toEqual([40_000, 30_000]);
    expect(await store.load(key)).toMatchObject({ wakeUpAt: 30_000 });
  });

  test('any other fault of the store is not retried', async () => {
    const { change, failures, calls } = recordedSums();
    failures.set('save', () => new Error('throttled'));
    await expect(change(key, add('a'))).rejects.toThrow('throttled');
    expect(calls).toEqual(['load', 'set', 'save']);
  });
});
