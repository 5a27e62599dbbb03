import { type AggregateStore, type Publisher, type Recorded, StaleVersionError, type Stored } from '#core/change.ts';
import type { Pauses } from '#core/ports.ts';

/** A store in memory whose content others can read. */
export interface MemoryAggregateStore<Key, State, Fact> extends AggregateStore<Key, State, Fact> {
  /** All aggregates, in the order in which they were first saved. */
  all(): readonly Stored<State, Fact>[];
  /** @throws StaleVersionError when it is no longer the one that was loaded. */
  remove(loaded: Stored<State, Fact>): void;
}

/** Keeps aggregates of one kind in memory, each under the name that `nameOf` gives it. */
export function makeMemoryAggregateStore<Key, State extends Key, Fact>(
  nameOf: (key: Key) => string,
): MemoryAggregateStore<Key, State, Fact> {
  const kept = new Map<string, Stored<State, Fact>>();
  return {
    all: () => [...kept.values()],

    async load(key) {
      return kept.get(nameOf(key));
    },

    async save(next, previous) {
      const name = nameOf(next.state);
      const version = kept.get(name)?.version;
      if (version !== previous?.version) {
        throw new StaleVersionError(`${name} is at version ${version ?? 0}, not ${previous?.version ?? 0}`);
      }
      kept.set(name, next);
    },

    remove({ state, version }) {
      const name = nameOf(state);
      if (kept.get(name)?.version !== version) throw new StaleVersionError(`${name} is not at version ${version}`);
      kept.delete(name);
    },

    async clearOutbox({ state, sequence }) {
      const name = nameOf(state);
      const stored = kept.get(name);
      if (stored?.sequence !== sequence) return;
      const { notice: _, ...rest } = stored;
      kept.set(name, { ...rest, version: stored.version + 1, outbox: [] });
    },
  };
}

/** A publisher that remembers what it was given. */
export interface MemoryPublisher<Fact> extends Publisher<Fact> {
  /** All published events in order, repeats included. */
  published(): readonly Recorded<Fact>[];
}

/** Publishes into memory. */
export function makeMemoryPublisher<Fact>(): MemoryPublisher<Fact> {
  const events: Recorded<Fact>[] = [];
  return {
    async publish(recorded) {
      events.push(...recorded);
    },
    published: () => [...events],
  };
}

/** Pauses in which no time passes. */
export const noPauses: Pauses = { chance: () => 0, wait: async () => {} };
