import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Retrier, StaleVersionError } from '#core/commit.ts';
import { seconds } from '#core/instant.ts';
import { intercept } from '#test/simulation/intercept.ts';
import { add, aSumWorld, aWatchedWorld, commitIn, key, partsOf, type Sum } from './sum.ts';

describe('a change', () => {
  test('is loaded, guarded by an alarm, saved, published and cleared, in this order', async () => {
    const { commit, calls, store, publisher, alarms } = aWatchedWorld();
    expect(await commit(key, add('a', 'b'), 'caller')).toBe('a,b');
    expect(calls).toEqual(['load', 'set', 'save', 'publish', 'clearOutbox']);
    expect(alarms.pending()).toEqual([{ kind: 'agent', ...key, at: seconds(60) }]);
    expect(publisher.published()).toEqual([
      { eventId: 'acme/agent/ann/1', sequence: 1, at: 0, fact: { part: 'a' } },
      { eventId: 'acme/agent/ann/2', sequence: 2, at: 0, fact: { part: 'b' } },
    ]);
    expect(await store.load(key)).toMatchObject({ version: 2, sequence: 2, outbox: [], alarmAt: seconds(60) });
  });

  test('of something expected to be new is not loaded first', async () => {
    const { commit, calls, store, publisher } = aWatchedWorld();
    expect(await commit(key, add('a', 'b'), 'creator')).toBe('a,b');
    expect(calls).toEqual(['set', 'save', 'publish', 'clearOutbox']);
    expect(partsOf(publisher.published())).toEqual(['a', 'b']);
    expect(await store.load(key)).toMatchObject({ version: 2, sequence: 2, outbox: [], alarmAt: seconds(60) });
  });

  test('needs no guard when a queue would deliver it again', async () => {
    const { commit, calls } = aWatchedWorld();
    await commit(key, add('a'), 'redelivery');
    expect(calls).toEqual(['load', 'save', 'publish', 'clearOutbox']);
  });

  test('without events is saved, and there is nothing to guard or to publish', async () => {
    const { commit, calls } = aWatchedWorld();
    await commit(key, () => ({ state: { ...key, parts: [] }, events: [], outcome: 'done' }), 'caller');
    expect(calls).toEqual(['load', 'save']);
  });

  test('that is none writes nothing', async () => {
    const { commit, calls } = aWatchedWorld();
    await commit(key, () => ({ state: undefined, events: [], outcome: 'unknown' }), 'caller');
    await commit(key, add('a'), 'caller');
    calls.length = 0;
    expect(await commit(key, add('a'), 'caller')).toBe('');
    expect(await commit(key, add('a'), 'redelivery')).toBe('');
    expect(calls).toEqual(['load', 'load']);
  });
});

describe('when something is there that was expected to be new', () => {
  test('what is asked for again is answered from what is there, and changes nothing', async () => {
    const { commit, store, publisher } = aWatchedWorld();
    const begin = (sum: Sum | undefined) => (sum ? { ...add()(sum), outcome: 'was there' } : add('a')(sum));
    await commit(key, begin, 'creator');
    const once = await store.load(key);
    expect(await commit(key, begin, 'creator')).toBe('was there');
    expect(await store.load(key)).toEqual(once);
    expect(partsOf(publisher.published())).toEqual(['a']);
  });

  test('a change is decided on what is there', async () => {
    const { commit, calls, store } = aWatchedWorld();
    await commit(key, add('a'), 'redelivery');
    calls.length = 0;
    expect(await commit(key, add('a', 'b'), 'creator')).toBe('b');
    expect(calls).toEqual(['set', 'save', 'load', 'set', 'save', 'publish', 'clearOutbox']);
    expect((await store.load(key))?.state.parts).toEqual(['a', 'b']);
  });

  test('nobody is told that nothing changes before it was looked at', async () => {
    const { commit, calls } = aWatchedWorld();
    await commit(key, add('a'), 'redelivery');
    calls.length = 0;
    const look = (sum: Sum | undefined) => ({ state: sum, events: [], outcome: sum?.parts ?? 'unknown' });
    expect(await commit(key, look, 'creator')).toEqual(['a']);
    expect(calls).toEqual(['load']);
  });

  test('of two who create it at once one does, and both are answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = aSumWorld();
        const commit = commitIn(world, (port) =>
          intercept(port, (_, call) => scheduler.schedule(Promise.resolve()).then(call)),
        );
        const both = Promise.all([commit(key, add('a'), 'creator'), commit(key, add('b'), 'creator')]);
        await scheduler.waitFor(both);
        expect((await both).toSorted()).toEqual(['a', 'b']);
        expect((await world.store.load(key))?.state.parts.toSorted()).toEqual(['a', 'b']);
      }),
    );
  });
});

describe('when somebody else saved first', () => {
  const stale = (times: number) => {
    let left = times;
    return () => (left-- > 0 ? new StaleVersionError() : undefined);
  };

  test('it is decided again on what is there now', async () => {
    const { commit, store, trouble } = aWatchedWorld();
    await commit(key, add('a'), 'redelivery');
    const standing = await store.load(key);
    trouble.set('load', () => {
      trouble.clear();
      void store.save({ state: { ...key, parts: ['a', 'b'] }, version: 2, sequence: 2, outbox: [] }, standing);
      return undefined;
    });
    expect(await commit(key, add('b', 'c'), 'redelivery')).toBe('c');
    expect((await store.load(key))?.state.parts).toEqual(['a', 'b', 'c']);
  });

  test('it is tried twelve times, and no more', async () => {
    const { commit, trouble, calls, publisher } = aWatchedWorld();
    trouble.set('save', stale(11));
    await commit(key, add('a'), 'redelivery');
    expect(calls.filter((call) => call === 'save')).toHaveLength(12);
    trouble.set('save', stale(12));
    await expect(commit(key, add('b'), 'redelivery')).rejects.toBeInstanceOf(StaleVersionError);
    expect(partsOf(publisher.published())).toEqual(['a']);
  });

  test('any other fault of the store is not retried here', async () => {
    const { commit, trouble, calls } = aWatchedWorld();
    trouble.set('save', () => new Error('throttled'));
    await expect(commit(key, add('a'), 'caller')).rejects.toThrow('throttled');
    expect(calls).toEqual(['load', 'set', 'save']);
  });
});

describe('events that could not be published', () => {
  const down = () => new Error('the bus is down');

  test('do not fail a caller, whose change is saved; somebody is told', async () => {
    const { commit, trouble, reports, store } = aWatchedWorld();
    trouble.set('publish', down);
    expect(await commit(key, add('a'), 'caller')).toBe('a');
    expect(reports).toHaveLength(1);
    expect((await store.load(key))?.outbox).toHaveLength(1);
  });

  test('fail a message, so that it is delivered again; that publishes them and changes nothing', async () => {
    const { commit, trouble, publisher, store, calls } = aWatchedWorld();
    trouble.set('publish', down);
    await expect(commit(key, add('a'), 'redelivery')).rejects.toThrow('the bus is down');
    trouble.clear();
    calls.length = 0;
    await commit(key, add('a'), 'redelivery');
    expect(calls).toEqual(['load', 'publish', 'clearOutbox']);
    expect(partsOf(publisher.published())).toEqual(['a']);
    expect(await store.load(key)).toMatchObject({ version: 2, outbox: [] });
  });

  test.each<Retrier>(['caller', 'creator', 'redelivery'])('go out first with the next change (%s)', async (retrier) => {
    const { commit, trouble, publisher } = aWatchedWorld();
    trouble.set('publish', down);
    await commit(key, add('a', 'b'), 'caller');
    await commit(key, add('c'), 'caller');
    trouble.clear();
    await commit(key, add('d'), retrier);
    expect(publisher.published().map(({ sequence, fact }) => [sequence, fact.part])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
      [4, 'd'],
    ]);
  });
});
