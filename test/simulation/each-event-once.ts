import { expect } from '@jest/globals';
import type { Recorded } from '#core/commit.ts';

/** The events that were published, repeats left out, in the order of their numbers; a repeat has to tell the same. */
export function eachEventOnce<Fact>(published: readonly Recorded<Fact>[]): readonly Recorded<Fact>[] {
  const byId = new Map<string, Recorded<Fact>>();
  for (const event of published) {
    expect(event).toEqual(byId.get(event.eventId) ?? event);
    byId.set(event.eventId, event);
  }
  return [...byId.values()].toSorted((a, b) => a.sequence - b.sequence);
}
