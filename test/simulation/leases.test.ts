import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { minutes, seconds } from '#core/instant.ts';
import { eachEventOnce } from './each-event-once.ts';
import { anyLeaseDeeds, simulateLeases } from './lease-simulation.ts';
import { type Fault, Faults } from './process-life.ts';

type Simulation = Awaited<ReturnType<typeof simulateLeases>>;

/** Every session that is over was ended once, and everything that was saved is told. */
function expectWholeStory({ agents, publisher }: Simulation) {
  const saved = agents.all();
  expect(saved.filter(({ outbox }) => outbox.length > 0)).toEqual([]);
  const events = eachEventOnce(publisher.published());
  expect(events).toHaveLength(saved.reduce((sum, { sequence }) => sum + sequence, 0));
  const ends = events.flatMap(({ at, fact }) => (fact.type === 'AgentLoggedOut' ? [{ ...fact, at }] : []));
  expect(new Set(ends.map(({ sessionId }) => sessionId)).size).toBe(ends.length);
  return ends;
}

/** No session lapsed early or much too late, none is left that nobody hears of, and nobody is told twice of an end. */
function expectLeasesKept(simulation: Simulation, { lateSeconds }: { lateSeconds: number }) {
  const lapsed = new Map(
    expectWholeStory(simulation).flatMap(({ cause, sessionId, at }) =>
      cause === 263 ? [[sessionId, at] as const] : [],
    ),
  );
  for (const { sessionId, heardAt, latestAt, told } of simulation.sessions) {
    const endedAt = lapsed.get(sessionId);
    expect(told).toBeLessThanOrEqual(1);
    if (endedAt === undefined) continue;
    expect(endedAt - (heardAt ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(minutes(2));
    expect(endedAt - latestAt).toBeLessThanOrEqual(minutes(2) + seconds(lateSeconds));
  }
  expect(simulation.undelivered).toEqual([]);
  const left = simulation.agents.all().flatMap(({ state: { session } }) => (session ? [session] : []));
  expect(left.filter(({ contacts }) => contacts.length === 0)).toEqual([]);
  return lapsed;
}

describe('agents who come, go, fall silent and come back, with alarms late, repeated and out of order', () => {
  test('are signed out when nothing was heard of them for two minutes: never early, never forgotten', async () => {
    let lapses = 0;
    await fc.assert(
      fc.asyncProperty(anyLeaseDeeds, fc.integer(), async (deeds, seed) => {
        const simulation = await simulateLeases({ deeds, seed, faults: new Faults() });
        lapses += expectLeasesKept(simulation, { lateSeconds: 30 }).size;
      }),
    );
    expect(lapses).toBeGreaterThan(100);
  });

  test('so too when any call of anybody is broken off, refused or lost', async () => {
    const anyFault = fc.constantFrom<Fault>('killedBefore', 'killedAfter', 'refused', 'answerLost');
    const anyFaults = fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), anyFault), { maxLength: 4, size: 'max' });
    await fc.assert(
      fc.asyncProperty(anyLeaseDeeds, fc.integer(), anyFaults, async (deeds, seed, planned) => {
        const plan = new Map(planned);
        const simulation = await simulateLeases({ deeds, seed, faults: new Faults((call) => plan.get(call)) });
        // What was broken off is delivered again after three minutes.
        expectLeasesKept(simulation, { lateSeconds: 30 + planned.length * 210 });
      }),
    );
  });
});
