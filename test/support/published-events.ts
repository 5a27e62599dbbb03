import assert from 'node:assert/strict';
import type { AgentEvent } from '#core/agents/events.ts';
import type { Recorded } from '#core/change.ts';
import type { JobEvent } from '#core/forced-logouts/events.ts';

/** The published events without repeats, in the order of their numbers. A repeat has to be equal to the first. */
export function eachEventOnce<Fact>(published: readonly Recorded<Fact>[]): readonly Recorded<Fact>[] {
  const byId = new Map<string, Recorded<Fact>>();
  for (const event of published) {
    assert.deepEqual(event, byId.get(event.eventId) ?? event);
    byId.set(event.eventId, event);
  }
  return [...byId.values()].toSorted((a, b) => a.sequence - b.sequence);
}

/** The sessions that have ended, one entry for each event. */
export const endedSessions = (facts: readonly (AgentEvent | JobEvent)[]) =>
  facts.flatMap((fact) => (fact.type === 'AgentSignedOut' ? [fact.sessionId] : []));
