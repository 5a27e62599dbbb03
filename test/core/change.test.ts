import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ChangeOptions, StaleVersionError } from '#core/change.ts';
import { seconds } from '#core/instant.ts';
import { intercept } from '#test/support/intercept.ts';
import { add, changeSums, key, partsOf, recordedSums, type Sum, sumPorts } from './sum.ts';

describe('a change', () => {
  test('is loaded, guarded by a wake-up, saved, published and cleared, in this order', async () => {
    const { change, calls, store, publisher, wakeUps } = recordedSums();
    expect(await change(key, add('a', 'b'))).toBe('a,b');
    expect(calls).toEqual(['load', 'set', 'save', 'notify', 'publish', 'clearOutbox']);
    expect(wakeUps.pending()).toEqual([{ kind: 'agent', ...key, at: seconds(60) }]);
    expect(publisher.published()).toEqual([
      { eventId: 'acme/agent/ann/1', sequence: 1, at: 0, fact: { part: 'a' } },
      { eventId: 'acme/agent/ann/2', sequence: 2, at: 0, fact: { part: 'b' } },
    ]);
    expect(await store.load(key)).toMatchObject({ version: 2, sequence: 2, outbox: [], wakeUpAt: seconds(60) });
  });

  test('of something expected to be new is not loaded first', async () => {
    const { change, calls, store, publisher } = recordedSums();
    expect(await change(key, add('a', 'b'), { expectsNew: true })).toBe('a,b');
    expect(calls).toEqual(['set', 'save', 'notify', 'publish', 'clearOutbox']);
    expect(partsOf(publisher.published())).toEqual(['a', 'b']);
    expect(await store.load(key)).toMatchObject({ version: 2, sequence: 2, outbox: [], wakeUpAt: seconds(60) });
  });

  test('needs no guard when a queue would deliver it again', async () => {
    const { change, calls } = recordedSums();
    await change(key, add('a'), { delivery: 'repeated' });
    expect(calls).toEqual(['load', 'save', 'notify', 'publish', 'clearOutbox']);
  });

  test('without events is saved, and there is nothing to guard or to publish', async () => {
    const { change, calls } = recordedSums();
    await change(key, () => ({ state: { ...key, parts: [] }, events: [], outcome: 'done' }));
    expect(calls).toEqual(['load', 'save']);
  });

  test('that changes nothing writes nothing', async () => {
    const { change, calls } = recordedSums();
    await change(key, () => ({ state: undefined, events: [], outcome: 'unknown' }));
    await change(key, add('a'));
    calls.length = 0;
    expect(await change(key, add('a'))).toBe('');
    expect(await change(key, add('a'), { delivery: 'repeated' })).toBe('');
    expect(calls).toEqual(['load', 'load']);
  });
});

describe('a change that is expected to have events', () => {
  const expected: ChangeOptions = { expectsEvents: true };

  test('is guarded while it is loaded, by one wake-up', async () => {
    const { change, calls, wakeUps, store } = recordedSums();
    await change(key, add('a'), expected);
    expect(calls).toEqual(['load', 'set', 'save', 'notify', 'publish', 'clearOutbox']);
    expect(wakeUps.pending().map(({ at }) => at)).toEqual([seconds(60)]);
    expect(await store.load(key)).toMatchObject({ wakeUpAt: seconds(60) });
  });

  test('is not saved when the guard cannot be set', async () => {
    const { change, failures, store } = recordedSums();
    failures.set('set', () => new Error('the queue is down'));
    await expect(change(key, add('a'), expected)).rejects.toThrow('the queue is down');
    expect(await store.load(key)).toBeUndefined();
  });

  test('and has none writes nothing', async () => {
    const { change, calls } = recordedSums();
    expect(await change(key, add(), expected)).toBe('');
    expect(calls).toEqual(['load', 'set']);
  });
});

describe('when something exists that was expected to be new', () => {
  test('a repeated request is answered from the stored state, and changes nothing', async () => {
    const { change, store, publisher } = recordedSums();
    const begin = (sum: Sum | undefined) => (sum ? { ...add()(sum), outcome: 'existed' } : add('a')(sum));
    await change(key, begin, { expectsNew: true });
    const once = await store.load(key);
    expect(await change(key, begin, { expectsNew: true })).toBe('existed');
    expect(await store.load(key)).toEqual(once);
    expect(partsOf(publisher.published())).toEqual(['a']);
  });

  test('the change is decided on the stored state', async () => {
    const { change, calls, store } = recordedSums();
    await change(key, add('a'), { delivery: 'repeated' });
    calls.length = 0;
    expect(await change(key, add('a', 'b'), { expectsNew: true })).toBe('b');
    expect(calls).toEqual(['set', 'save', 'load', 'save', 'notify', 'publish', 'clearOutbox']);
    expect((await store.load(key))?.state.parts).toEqual(['a', 'b']);
  });

  test('the answer that nothing changes is given only after loading', async () => {
    const { change, calls } = recordedSums();
    await change(key, add('a'), { delivery: 'repeated' });
    calls.length = 0;
    const look = (sum: Sum | undefined) => ({ state: sum, events: [], outcome: sum?.parts ?? 'unknown' });
    expect(await change(key, look, { expectsNew: true })).toEqual(['a']);
    expect(calls).toEqual(['load']);
  });

  test('of two simultaneous creations one takes effect first, and both are answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const ports = sumPorts();
        const change = changeSums(ports, (port) =>
          intercept(port, (_, call) => scheduler.schedule(Promise.resolve()).then(call)),
        );
        const both = Promise.all([
          change(key, add('a'), { expectsNew: true }),
          change(key, add('b'), { expectsNew: true }),
        ]);
        await scheduler.waitFor(both);
        expect((await both).toSorted()).toEqual(['a', 'b']);
        expect((await ports.store.load(key))?.state.parts.toSorted()).toEqual(['a', 'b']);
      }),
    );
  });
});

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

describe('events that could not be published', () => {
  const down = () => new Error('the bus is down');

  test('do not fail a request, whose change is saved, and are reported', async () => {
    const { change, failures, reports, store } = recordedSums();
    failures.set('publish', down);
    expect(await change(key, add('a'))).toBe('a');
    expect(reports).toHaveLength(1);
    expect((await store.load(key))?.outbox).toHaveLength(1);
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
