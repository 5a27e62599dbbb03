import { describe, expect, test } from '@jest/globals';
import { countOutcomes } from '#core/forced-logouts/result.ts';
import { seconds } from '#core/instant.ts';
import { aSelector, jobKey } from '#test/support/logout-jobs.ts';
import { eachEventOnce } from '#test/support/published-events.ts';
import { step } from '#test/support/share-of-cases.ts';
import { type BackendSimulation, chatOf, simulateBackend } from './backend-simulation.ts';
import { everyFault, type Fault, Faults, faultAt } from './invocation.ts';

const size = 6;
const request = { timing: 'immediate', order: { requestedBy: 'supervisor' } } as const;

const factsOf = ({ bus }: BackendSimulation) => eachEventOnce(bus.published()).map(({ fact }) => fact);

/** Everybody is out there, once, and every contact was ended once; the events say so. */
function expectEverybodyOut(simulation: BackendSimulation, agentIds: readonly string[]) {
  const facts = factsOf(simulation);
  for (const agentId of agentIds) {
    expect([agentId, simulation.shown(agentId)]).toEqual([
      agentId,
      expect.objectContaining({ type: 'OFFLINE', contacts: [] }),
    ]);
    expect([agentId, simulation.wentOffline(agentId)]).toEqual([agentId, 1]);
    const own = facts.flatMap((fact) => ('agentId' in fact && fact.agentId === agentId ? [fact] : []));
    expect(own.map(({ type }) => type).filter((type) => type !== 'AgentStatusChanged')).toEqual([
      'AgentSignedIn',
      'AgentSignedOut',
    ]);
    expect(own.at(-1)).toMatchObject({ cause: 'forced', order: { requestedBy: 'supervisor' } });
  }
  const chats = agentIds.flatMap((agentId) => chatOf(simulation.ids.indexOf(agentId)) ?? []);
  expect(simulation.ended.toSorted()).toEqual(chats);
  expect(simulation.undelivered()).toEqual([]);
}

/** Ending a contact that has ended has no effect, but nobody asks for it either, as long as the backend shows what is. */
function expectNoIdleCalls({ calls }: BackendSimulation) {
  const stops = calls.filter((call) => call.startsWith('stop'));
  expect(stops.toSorted()).toEqual([...new Set(stops)].toSorted());
}

async function runJob(faults: Faults, more: { seed?: number; lag?: number } = {}) {
  const simulation = await simulateBackend({ agents: size, faults, ...more });
  await simulation.time.runUntil(simulation.time.now() + seconds(60));
  const selector = aSelector({ agentIds: simulation.ids });
  await simulation.invoke(({ startJob }) => startJob('demo', selector, request)).catch(() => undefined);
  await simulation.settle();
  return simulation;
}

async function expectJobDone(simulation: BackendSimulation) {
  expectEverybodyOut(simulation, simulation.ids);
  const { results } = await simulation.receipts.results(jobKey, { limit: 100 });
  expect(results.map(({ agentId }) => agentId).toSorted()).toEqual(simulation.ids.toSorted());
  const counts = countOutcomes(results.map(({ outcome }) => outcome));
  expect((await simulation.jobs.load(jobKey))?.state.progress).toMatchObject({ status: 'completed', counts });
  const completed = factsOf(simulation).filter(({ type }) => type === 'LogoutJobCompleted');
  expect(completed).toEqual([expect.objectContaining({ counts })]);
  return results.map(({ outcome }) => outcome);
}

describe('a job of agents whom a backend owns', () => {
  test('takes them out, and nothing is done twice', async () => {
    expect(await expectJobDone(await runJob(new Faults()))).toEqual(Array.from({ length: size }, () => 'loggedOut'));
  });

  test.each(everyFault)('takes each out once, and says so, whichever call fails: %s', async (fault) => {
    const undisturbed = new Faults();
    await runJob(undisturbed);
    for (let at = 1; at <= undisturbed.calls; at += step) {
      const simulation = await runJob(faultAt(at, fault));
      if (!(await simulation.jobs.load(jobKey))) {
        expect(simulation.bus.published()).toEqual([]);
        continue;
      }
      expectNoIdleCalls(simulation);
      expect([at, await expectJobDone(simulation)]).toEqual([at, Array.from({ length: size }, () => 'loggedOut')]);
    }
  });

  test('takes each out once if messages come late, twice and out of order, and the backend shows it late', async () => {
    for (let seed = 1; seed <= 40; seed += step) {
      const simulation = await runJob(new Faults(), { seed, lag: seconds(15) });
      const outcomes = await expectJobDone(simulation);
      expect(['loggedOut', 'unconfirmed']).toEqual(expect.arrayContaining([...new Set(outcomes)]));
    }
  });
});

describe('a request for an agent whom a backend owns', () => {
  /** The request with a fault, and once more if it was not answered. @returns the simulation and the outcomes of the answers */
  async function runRequest(faults: Faults) {
    const simulation = await simulateBackend({ agents: 2, faults });
    const [, agentId = ''] = simulation.ids;
    const outcomes: { readonly outcome: string; readonly isOut: boolean }[] = [];
    const ask = async () => {
      const answer = await simulation.invoke(({ forceLogouts }) =>
        forceLogouts('demo', aSelector({ agentIds: [agentId] }), request),
      );
      const isOut = simulation.shown(agentId)?.type === 'OFFLINE';
      if (answer.type === 'done') for (const { outcome } of answer.rows) outcomes.push({ outcome, isOut });
    };
    simulation.time.at(simulation.time.now(), () => ask().catch(ask));
    await simulation.settle();
    return { ...simulation, agentId, outcomes };
  }

  test.each(everyFault)(
    'takes the agent out once, and tells the truth, whichever call fails: %s',
    async (fault: Fault) => {
      const undisturbed = new Faults();
      await runRequest(undisturbed);
      for (let at = 1; at <= undisturbed.calls; at += step) {
        const simulation = await runRequest(faultAt(at, fault));
        expectEverybodyOut(simulation, [simulation.agentId]);
        expectNoIdleCalls(simulation);
        const outcomes = simulation.outcomes.map(({ outcome }) => outcome);
        expect(['loggedOut', 'unconfirmed', 'alreadySignedOut']).toEqual(
          expect.arrayContaining([...new Set(outcomes)]),
        );
        for (const { outcome, isOut } of simulation.outcomes)
          expect([outcome, isOut || outcome === 'unconfirmed']).toEqual([outcome, true]);
      }
    },
  );
});
