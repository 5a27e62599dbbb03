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

test('a change that only has events is saved and published', async () => {
  const { change, publisher, store } = recordedSums();
  await change(key, add('a'));
  await change(key, (sum) => ({ state: sum, events: [{ part: 'seen' }], outcome: 'seen' }));
  expect(partsOf(publisher.published())).toEqual(['a', 'seen']);
  expect(await store.load(key)).toMatchObject({ sequence: 2, state: { parts: ['a'] } });
});

test('a decision without a state leaves what is stored as it is', async () => {
  const { change, calls } = recordedSums();
  await change(key, add('a'));
  calls.length = 0;
  expect(await change(key, () => ({ state: undefined, events: [], outcome: 'refused' }))).toBe('refused');
  expect(calls).toEqual(['load']);
});

test('a change keeps what a newer version has stored', async () => {
  const { change, store } = recordedSums();
  const unknown = { mood: 'fine' };
  await store.save({ state: { ...key, parts: ['a'] }, version: 1, sequence: 1, outbox: [], unknown }, undefined);
  await change(key, add('b'));
  expect(await store.load(key)).toMatchObject({ state: { parts: ['a', 'b'] }, unknown });
});

test('a change stores nothing that is undefined', async () => {
  const { change, store } = recordedSums();
  await change(key, () => ({ state: { ...key, parts: [] }, events: [], outcome: 'done' }));
  expect(await store.load(key)).toStrictEqual({ state: { ...key, parts: [] }, version: 1, sequence: 0, outbox: [] });
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

  test('is guarded by the same wake-up when another writer saves first', async () => {
    const { change, failures, wakeUps } = recordedSums();
    failures.set('save', () => {
      failures.clear();
      return new StaleVersionError();
    });
    await change(key, add('a'), expected);
    expect(wakeUps.pending().map(({ at }) => at)).toEqual([seconds(60)]);
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
