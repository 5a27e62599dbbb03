import { describe, expect, test } from '@jest/globals';
import { seconds } from '#core/instant.ts';
import { someDay } from '#test/support/agents.ts';
import { eachEventOnce } from './each-event-once.ts';
import { expectWholeJob } from './expect-whole-job.ts';
import { aStaff, job, selectorFor, start } from './large-logout.ts';
import { simulateLogouts } from './logout-simulation.ts';
import { type Fault, Faults } from './process-life.ts';

/** Runs a job of 24 agents on four pages, in which one call goes wrong. */
async function runSmall(faults: Faults, seed = 1) {
  const simulation = await simulateLogouts({ staff: aStaff(24), agentsPerPage: 7, seed, faults });
  await start(simulation, selectorFor(24));
  await simulation.settle();
  return simulation;
}

describe('a job', () => {
  test('deals with everybody the selector means', async () => {
    const results = await expectWholeJob(await runSmall(new Faults()), job);
    const outcomes = Object.groupBy(results, ({ outcome }) => outcome);
    expect(outcomes.unknownAgent?.map(({ agentId }) => agentId)).toEqual(['nobody']);
    expect(results.length).toBe(new Set(results.map(({ agentId }) => agentId)).size);
    expect([outcomes.loggedOut?.length, outcomes.deferred?.length, outcomes.alreadySignedOut?.length]).toEqual([
      15, 3, 1,
    ]);
  });

  test.each<Fault>(['killedBefore', 'killedAfter', 'refused', 'answerLost'])(
    'is done once and counted exactly, whichever call goes wrong: %s',
    async (fault) => {
      const undisturbed = new Faults();
      const expected = (await expectWholeJob(await runSmall(undisturbed), job)).map(({ outcome }) => outcome);
      for (let at = 1; at <= undisturbed.calls; at += 1) {
        const simulation = await runSmall(new Faults((call) => (call === at ? fault : undefined)));
        if (!(await simulation.jobs.load(job))) {
          expect(simulation.publisher.published()).toEqual([]);
          continue;
        }
        const results = await expectWholeJob(simulation, job);
        expect(results.map(({ outcome }) => outcome).toSorted()).toEqual(expected.toSorted());
      }
    },
  );

  test('whose caller was killed right after it was saved is started by its alarm', async () => {
    const saving = 5;
    const simulation = await runSmall(new Faults((call) => (call === saving ? 'killedAfter' : undefined)));
    await expectWholeJob(simulation, job);
    const [first] = simulation.publisher.published();
    expect(first?.at).toBeGreaterThanOrEqual(someDay + seconds(60));
  });
});

test('a job whose agents cannot be found fails by one event, and those found before are dealt with', async () => {
  const simulation = await simulateLogouts({ staff: aStaff(24), agentsPerPage: 5, brokenTeamId: 't1' });
  await start(simulation, selectorFor(24));
  await simulation.settle();
  const { results } = await simulation.receipts.results(job, { limit: 100 });
  expect(results.map(({ agentId }) => agentId)).toEqual(selectorFor(24).agentIds);
  const told = eachEventOnce(simulation.publisher.published()).filter(({ fact }) => fact.type.startsWith('LogoutJob'));
  expect(told.map(({ fact }) => fact.type)).toEqual(['LogoutJobFailed']);
  expect((await simulation.jobs.load(job))?.state.progress.status).toBe('failed');
});
