import type { Publisher, Recorded } from '#core/commit.ts';

/** A publisher that remembers. */
export interface MemoryPublisher<Fact> extends Publisher<Fact> {
  /** Everything that was published, repeats included, in order. */
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
