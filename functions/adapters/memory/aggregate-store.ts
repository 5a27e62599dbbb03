import { type AggregateStore, StaleVersionError, type Stored } from '#core/commit.ts';

/** A store in memory that others can look into. */
export interface MemoryAggregateStore<Key, State, Fact> extends AggregateStore<Key, State, Fact> {
  /** Everything there is, in the order it was first saved. */
  all(): readonly Stored<State, Fact>[];
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
      const standing = kept.get(name)?.version;
      if (standing !== previous?.version) {
        throw new StaleVersionError(`${name} is at version ${standing ?? 0}, not ${previous?.version ?? 0}`);
      }
      kept.set(name, next);
    },

    async clearOutbox({ state, sequence }) {
      const name = nameOf(state);
      const standing = kept.get(name);
      if (standing?.sequence === sequence) kept.set(name, { ...standing, version: standing.version + 1, outbox: [] });
    },
  };
}
