import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { minutes, seconds } from '#core/instant.ts';
import { eachEventOnce } from './each-event-once.ts';
import { anyLeaseDeeds, simulateLeases, withinSeconds } from './lease-simulation.ts';
import { type Fault, Faults } from './process-life.ts';

type Simulation = Awaited<ReturnType<typeof simulateLeases>>;

/** A session ends as often as it has begun, come back included, and everything that was saved is told. */
function expectWholeStory({ agents, publisher }: Simulation) {
  const saved = agents.all();
  expect(saved.filter(({ outbox }) => outbox.length > 0)).toEqual([]);
  const events = eachEventOnce(publisher.published());
  expect(events).toHaveLength(saved.reduce((sum, { sequence }) => sum + sequence, 0));
  const ends = events.flatMap(({ at, fact }) => (fact.type === 'AgentLoggedOut' ? [{ ...fact, at }] : []));
  const timesOf = (type: string) =>
    Map.groupBy(
      events.filter(({ fact }) => fact.type === type),
      ({ fact }) => ('sessionId' in fact ? fact.sessionId : ''),
    );
  const begins = timesOf('AgentSignedIn');
  const open = new Set(saved.flatMap(({ state: { session } }) => (session ? [session.sessionId] : [])));
  for (const [sessionId, ended] of timesOf('AgentLoggedOut')) {
    const begun = begins.get(sessionId)?.length ?? 0;
    expect(ended).toHaveLength(open.has(sessionId) ? begun - 1 : begun);
  }
  return { ends, returns: [...begins.values()].filter(({ length }) => length > 1).length };
}

/** No session lapsed early or much too late, none is left that nobody hears of, and nobody is told twice of an end. */
function expectLeasesKept(simulation: Simulation, { lateSeconds }: { lateSeconds: number }) {
  const { ends, returns } = expectWholeStory(simulation);
  const lapsed = new Map(ends.flatMap(({ cause, sessionId, at }) => (cause === 263 ? [[sessionId, at] as const] : [])));
  for (const { sessionId, heardAt, latestAt, wentAt, told } of simulation.sessions) {
    const endedAt = lapsed.get(sessionId);
    if (wentAt !== undefined) {
      const last = ends.findLast((end) => end.sessionId === sessionId);
      expect(last?.at ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(wentAt + seconds(withinSeconds + lateSeconds));
    }
    expect(told).toBeLessThanOrEqual(ends.filter((end) => end.sessionId === sessionId).length);
    if (endedAt === undefined) continue;
    expect(endedAt - (heardAt ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(minutes(2));
    expect(endedAt - latestAt).toBeLessThanOrEqual(minutes(2) + seconds(lateSeconds));
  }
  expect(simulation.undelivered).toEqual([]);
  const left = simulation.agents.all().flatMap(({ state: { session } }) => (session ? [session] : []));
  expect(left.filter(({ contacts }) => contacts.length === 0)).toEqual([]);
  return { lapses: lapsed.size, returns };
}

describe('agents who come, go, fall silent and come back, with alarms late, repeated and out of order', () => {
  test('are signed out when nothing was heard of them for two minutes: never early, never forgotten', async () => {
    let [lapses, returns] = [0, 0];
    await fc.assert(
      fc.asyncProperty(anyLeaseDeeds, fc.integer(), async (deeds, seed) => {
        const simulation = await simulateLeases({ deeds, seed, faults: new Faults() });
        const kept = expectLeasesKept(simulation, { lateSeconds: 30 });
        lapses += kept.lapses;
        returns += kept.returns;
      }),
      { numRuns: 1000 },
    );
    expect(lapses).toBeGreaterThan(100);
    expect(returns).toBeGreaterThan(10);
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
      { numRuns: 1000 },
    );
  });
});
