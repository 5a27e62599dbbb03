import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { minutes, seconds } from '#core/instant.ts';
import { eachEventOnce } from '#test/support/published-events.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { everyFault, Faults } from './invocation.ts';
import { anyLeaseActions, simulateLeases, withinSeconds } from './lease-simulation.ts';

type Simulation = Awaited<ReturnType<typeof simulateLeases>>;

/** Everything that was saved is published, and a session ends as often as it begins, including each time it is resumed. */
function expectEverythingPublished({ agents, bus }: Simulation) {
  const saved = agents.all();
  expect(saved.filter(({ outbox }) => outbox.length > 0)).toEqual([]);
  const events = eachEventOnce(bus.published());
  expect(events).toHaveLength(saved.reduce((sum, { sequence }) => sum + sequence, 0));
  const ends = events.flatMap(({ at, fact }) => (fact.type === 'AgentSignedOut' ? [{ ...fact, at }] : []));
  const bySession = (type: string) =>
    Map.groupBy(
      events.filter(({ fact }) => fact.type === type),
      ({ fact }) => ('sessionId' in fact ? fact.sessionId : ''),
    );
  const begun = bySession('AgentSignedIn');
  const open = new Set(saved.flatMap(({ state: { session } }) => (session ? [session.sessionId] : [])));
  for (const [sessionId, ended] of bySession('AgentSignedOut')) {
    const begins = begun.get(sessionId)?.length ?? 0;
    expect(ended).toHaveLength(open.has(sessionId) ? begins - 1 : begins);
  }
  return { ends, resumed: [...begun.values()].filter(({ length }) => length > 1).length };
}

/** No lease expires early or much too late, no silent session is left, and no end is reported twice. */
function expectLeasesKept(simulation: Simulation, { lateSeconds }: { lateSeconds: number }) {
  const { ends, resumed } = expectEverythingPublished(simulation);
  const expired = new Map(
    ends.flatMap(({ cause, sessionId, at }) => (cause === 'leaseExpired' ? [[sessionId, at] as const] : [])),
  );
  for (const { sessionId, seenAt, maybeSeenAt, leftAt, reports } of simulation.sessions) {
    const expiredAt = expired.get(sessionId);
    if (leftAt !== undefined) {
      const last = ends.findLast((end) => end.sessionId === sessionId);
      expect(last?.at ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(leftAt + seconds(withinSeconds + lateSeconds));
    }
    expect(reports).toBeLessThanOrEqual(ends.filter((end) => end.sessionId === sessionId).length);
    if (expiredAt === undefined) continue;
    expect(expiredAt - (seenAt ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(minutes(2));
    expect(expiredAt - maybeSeenAt).toBeLessThanOrEqual(minutes(2) + seconds(lateSeconds));
  }
  expect(simulation.undelivered).toEqual([]);
  const left = simulation.agents.all().flatMap(({ state: { session } }) => (session ? [session] : []));
  expect(left.filter(({ contacts }) => contacts.length === 0)).toEqual([]);
  return { expired: expired.size, resumed };
}

/** Few sessions are resumed, so that a share below this one could have none. */
const numRuns = Math.max(300, randomRuns(1000));

describe('agents whose clients come, leave, fall silent and come back, with wake-ups late, repeated and out of order', () => {
  test('are signed out after two minutes without a heartbeat: never early, and no session is left', async () => {
    let [expired, resumed] = [0, 0];
    await fc.assert(
      fc.asyncProperty(anyLeaseActions, fc.integer(), async (actions, seed) => {
        const simulation = await simulateLeases({ actions, seed, faults: new Faults() });
        const kept = expectLeasesKept(simulation, { lateSeconds: 30 });
        expired += kept.expired;
        resumed += kept.resumed;
      }),
      { numRuns },
    );
    expect(expired).toBeGreaterThan(numRuns / 10);
    expect(resumed).toBeGreaterThan(numRuns / 100);
  });

  test('also when any call is broken off, refused or its answer lost', async () => {
    const anyFault = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.constantFrom(...everyFault));
    const anyFaults = fc.array(anyFault, { maxLength: 4, size: 'max' });
    await fc.assert(
      fc.asyncProperty(anyLeaseActions, fc.integer(), anyFaults, async (actions, seed, planned) => {
        const plan = new Map(planned);
        const simulation = await simulateLeases({ actions, seed, faults: new Faults((call) => plan.get(call)) });
        // What was broken off is delivered again after three minutes.
        expectLeasesKept(simulation, { lateSeconds: 30 + planned.length * 210 });
      }),
      { numRuns },
    );
  });
});
