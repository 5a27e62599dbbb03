import { expect, test } from '@jest/globals';
import { type AggregateStore, type Recorded, StaleVersionError, type Stored } from '#core/change.ts';
import { someDay, stored } from '../support/agents.ts';

/** What the suite needs: one aggregate in several states, and events of it. */
interface Subject<Key, State, Fact> {
  readonly open: () => Promise<AggregateStore<Key, State, Fact>>;
  readonly key: Key;
  /** The aggregate in a state that differs for each `n`. */
  readonly state: (n: number) => State;
  readonly event: (sequence: number) => Recorded<Fact>;
  /** An aggregate with the same id in another instance. */
  readonly elsewhere: { readonly key: Key; readonly state: State };
}

/** What every AggregateStore promises. */
export function aggregateStoreContract<Key, State, Fact>(subject: Subject<Key, State, Fact>) {
  const { open, key, state, event, elsewhere } = subject;

  async function opened(...saves: Stored<State, Fact>[]) {
    const store = await open();
    let previous: Stored<State, Fact> | undefined;
    for (const next of saves) {
      await store.save(next, previous);
      previous = next;
    }
    return store;
  }

  test('finds nothing before the first save', async () => {
    expect(await (await opened()).load(key)).toBeUndefined();
  });

  test('loads the latest save', async () => {
    const second = stored(state(2), { version: 2, sequence: 1, outbox: [event(1)], wakeUpAt: someDay });
    const store = await opened(stored(state(1)), second);
    expect(await store.load(key)).toEqual(second);
  });

  test('keeps attributes that a newer version wrote, until that version changes them', async () => {
    const first = stored(state(1), { unknown: { tomorrow: [1, { two: 'three' }], z: false } });
    const second = stored(state(2), { version: 2, unknown: { z: true } });
    const store = await opened(first);
    expect(await store.load(key)).toEqual(first);
    await store.save(second, first);
    expect(await store.load(key)).toEqual(second);
  });

  test('refuses a first save when something is stored', async () => {
    const first = stored<State, Fact>(state(1));
    const store = await opened(first);
    await expect(store.save(stored(state(2)), undefined)).rejects.toBeInstanceOf(StaleVersionError);
    expect(await store.load(key)).toEqual(first);
  });

  test('refuses a save that is based on an older version', async () => {
    const [first, second] = [stored<State, Fact>(state(1)), stored<State, Fact>(state(2), { version: 2 })];
    const store = await opened(first, second);
    const late = stored<State, Fact>(state(3), { version: 2 });
    await expect(store.save(late, first)).rejects.toBeInstanceOf(StaleVersionError);
    expect(await store.load(key)).toEqual(second);
  });

  test('refuses a save that is based on something that is not stored', async () => {
    const store = await opened();
    const next = stored<State, Fact>(state(2), { version: 2 });
    await expect(store.save(next, stored(state(1)))).rejects.toBeInstanceOf(StaleVersionError);
  });

  test('lets one of many simultaneous writers win, at the first save and at later ones', async () => {
    const store = await opened();
    let previous: Stored<State, Fact> | undefined;
    for (const version of [1, 2, 3]) {
      const attempts = Array.from({ length: 6 }, (_, n) => stored<State, Fact>(state(10 * version + n), { version }));
      const settled = await Promise.allSettled(attempts.map((next) => store.save(next, previous)));
      const winners = attempts.filter((_, n) => settled[n]?.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      expect(await store.load(key)).toEqual(winners[0]);
      previous = winners[0];
    }
  });

  test('clears the outbox and nothing else, and counts that as a save', async () => {
    const saved = stored(state(1), { sequence: 2, outbox: [event(1), event(2)], wakeUpAt: someDay });
    const store = await opened(saved);
    await store.clearOutbox(saved);
    const cleared = { ...saved, version: 2, outbox: [] };
    expect(await store.load(key)).toEqual(cleared);
    const late = { ...saved, version: 2, state: state(2) };
    await expect(store.save(late, saved)).rejects.toBeInstanceOf(StaleVersionError);
    await store.save(stored(state(2), { version: 3 }), cleared);
  });

  test('keeps the notice of an outbox, and clears it together with the outbox', async () => {
    const notice = { after: 1, until: someDay };
    const saved = stored(state(1), { sequence: 2, outbox: [event(1), event(2)], notice });
    const store = await opened(saved);
    expect(await store.load(key)).toEqual(saved);
    await store.clearOutbox(saved);
    expect(await store.load(key)).toEqual(stored(state(1), { version: 2, sequence: 2 }));
  });

  test('clears the outbox also after a later save without events', async () => {
    const first = stored(state(1), { sequence: 1, outbox: [event(1)] });
    const second = stored(state(2), { version: 2, sequence: 1, outbox: [event(1)] });
    const store = await opened(first, second);
    await store.clearOutbox(first);
    expect(await store.load(key)).toEqual({ ...second, version: 3, outbox: [] });
  });

  test('does not clear the outbox when there are later events', async () => {
    const first = stored(state(1), { sequence: 1, outbox: [event(1)] });
    const second = stored(state(2), { version: 2, sequence: 2, outbox: [event(1), event(2)] });
    const store = await opened(first, second);
    await store.clearOutbox(first);
    expect(await store.load(key)).toEqual(second);
  });

  test('clearing the outbox of something that is not stored does nothing', async () => {
    const store = await opened();
    await store.clearOutbox(stored(state(1)));
    expect(await store.load(key)).toBeUndefined();
  });

  test('keeps aggregates with the same id in different instances apart', async () => {
    const here = stored<State, Fact>(state(1));
    const store = await opened(here);
    expect(await store.load(elsewhere.key)).toBeUndefined();
    const there = stored<State, Fact>(elsewhere.state, { sequence: 5 });
    await store.save(there, undefined);
    expect(await store.load(key)).toEqual(here);
    expect(await store.load(elsewhere.key)).toEqual(there);
  });
}
