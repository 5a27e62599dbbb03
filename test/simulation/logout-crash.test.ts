import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { anOrder, someDay } from '#test/support/agents.ts';
import { agentIds, aSelector, jobKey } from '#test/support/logout-jobs.ts';
import { eachEventOnce } from '#test/support/published-events.ts';
import { step } from '#test/support/share-of-cases.ts';
import { expectCompleteJob, expectEverythingPublished } from './expect-complete-job.ts';
import { everyFault, Faults, faultAt } from './invocation.ts';
import { aStaff, selectorFor, start } from './logout-scenario.ts';
import { simulateLogouts } from './logout-simulation.ts';

/** Runs a job of 24 agents on four pages, in which one call fails. */
async function runJob(faults: Faults, seed = 1) {
  const simulation = await simulateLogouts({ staff: aStaff(24), agentsPerPage: 7, seed, faults });
  await start(simulation, selectorFor(24));
  await simulation.settle();
  return simulation;
}

describe('a job', () => {
  test('processes every agent that the selector matches', async () => {
    const results = await expectCompleteJob(await runJob(new Faults()), jobKey);
    const outcomes = Object.groupBy(results, ({ outcome }) => outcome);
    expect(outcomes.unknownAgent?.map(({ agentId }) => agentId)).toEqual(['nobody']);
    expect(results.length).toBe(new Set(results.map(({ agentId }) => agentId)).size);
    expect([outcomes.loggedOut?.length, outcomes.deferred?.length, outcomes.alreadySignedOut?.length]).toEqual([
      15, 3, 1,
    ]);
  });

  test.each(everyFault)('takes effect once and is counted exactly, whichever call fails: %s', async (fault) => {
    const undisturbed = new Faults();
    const expected = (await expectCompleteJob(await runJob(undisturbed), jobKey)).map(({ outcome }) => outcome);
    for (let at = 1; at <= undisturbed.calls; at += step) {
      const simulation = await runJob(faultAt(at, fault));
      if (!(await simulation.jobs.load(jobKey))) {
        expect(simulation.bus.published()).toEqual([]);
        continue;
      }
      const results = await expectCompleteJob(simulation, jobKey);
      expect(results.map(({ outcome }) => outcome).toSorted()).toEqual(expected.toSorted());
    }
  });

  test('is started by its wake-up if the caller was killed right after saving it', async () => {
    const saving = 5;
    const simulation = await runJob(faultAt(saving, 'killedAfter'));
    await expectCompleteJob(simulation, jobKey);
    const [requested, first] = simulation.bus.published();
    expect(requested?.fact).toMatchObject({ type: 'LogoutRequested', jobId: jobKey.jobId });
    expect(first?.at).toBeGreaterThanOrEqual(someDay + seconds(60));
  });
});

test.each(everyFault)('a job that is scheduled begins once, whichever call fails: %s', async (fault) => {
  const startsAt = someDay + minutes(20);
  const scheduled = { timing: 'immediate', order: anOrder(), startsAt } as const;
  const run = async (faults: Faults) => {
    const simulation = await simulateLogouts({ staff: aStaff(8), agentsPerPage: 7, faults });
    const selector = aSelector({ teamIds: ['t2'] });
    await simulation.invoke(({ scheduleLogout }) => scheduleLogout('demo', selector, scheduled)).catch(() => undefined);
    await simulation.settle();
    return simulation;
  };
  const undisturbed = new Faults();
  await expectCompleteJob(await run(undisturbed), jobKey);
  for (let at = 1; at <= undisturbed.calls; at += step) {
    const simulation = await run(faultAt(at, fault));
    if (!(await simulation.jobs.load(jobKey))) continue;
    await expectCompleteJob(simulation, jobKey);
    const work = simulation.bus.published().filter(({ fact }) => fact.type !== 'LogoutRequested');
    expect(Math.min(...work.map((event) => event.at))).toBeGreaterThanOrEqual(startsAt);
  }
});

test('a job whose agents cannot be found fails by one event, and those found before are processed', async () => {
  const simulation = await simulateLogouts({ staff: aStaff(24), agentsPerPage: 5, brokenTeamId: 't1' });
  await start(simulation, selectorFor(24));
  await simulation.settle();
  const { results } = await simulation.receipts.results(jobKey, { limit: 100 });
  expect(results.map(({ agentId }) => agentId)).toEqual(selectorFor(24).agentIds);
  const ofJob = eachEventOnce(simulation.bus.published()).filter(({ fact }) => fact.type.startsWith('LogoutJob'));
  expect(ofJob.map(({ fact }) => fact.type)).toEqual(['LogoutJobFailed']);
  expect((await simulation.jobs.load(jobKey))?.state.progress.status).toBe('failed');
});

/** Runs a request for an agent on a call, whose logout waits until a deadline. One call of it fails, then or later. */
async function runDeadline(onDeadline: 'force' | 'giveUp', faults: Faults) {
  const simulation = await simulateLogouts({ staff: aStaff(1), agentsPerPage: 7, faults });
  const order = anOrder({ deadline: { minutes: 20, onDeadline } });
  const request = { timing: 'afterContact', order } as const;
  await simulation
    .invoke(({ forceLogouts }) => forceLogouts('demo', aSelector({ agentIds: agentIds(1) }), request))
    .catch(() => undefined);
  await simulation.settle();
  return simulation;
}

describe.each([
  ['force', ['ContactReleased', 'AgentSignedOut']],
  ['giveUp', ['AgentLogoutCancelled']],
] as const)('a deadline with %s', (onDeadline, end) => {
  test.each(everyFault)('is met once and never early, after a warning, whichever call fails: %s', async (fault) => {
    const undisturbed = new Faults();
    await runDeadline(onDeadline, undisturbed);
    for (let at = 1; at <= undisturbed.calls; at += step) {
      const simulation = await runDeadline(onDeadline, faultAt(at, fault));
      const published = await expectEverythingPublished(simulation, jobKey);
      const [agent] = simulation.agents.all();
      // The request failed before anything was saved.
      if (published.length === 0) continue;
      expect([at, published.map(({ type }) => type)]).toEqual([
        at,
        ['AgentLogoutDeferred', 'AgentLogoutDeadlineNear', ...end],
      ]);
      const [, near, last] = eachEventOnce(simulation.bus.published());
      expect(near?.at).toBeGreaterThanOrEqual(someDay + minutes(19));
      expect(last?.at).toBeGreaterThanOrEqual(someDay + minutes(20));
      expect(agent?.state.session?.pendingLogout).toBeUndefined();
    }
  });
});

/** Runs a request that forces out ten agents of two teams, in which one call fails. */
async function runRequest(faults: Faults) {
  const simulation = await simulateLogouts({ staff: aStaff(14), agentsPerPage: 7, faults });
  const request = { timing: 'afterContact', order: anOrder() } as const;
  await simulation
    .invoke(({ forceLogouts }) => forceLogouts('demo', aSelector({ teamIds: ['t1', 't2'] }), request))
    .catch(() => undefined);
  await simulation.settle();
  return simulation;
}

test.each(everyFault)(
  'everything that a request has changed is published, whichever of its calls fails: %s',
  async (fault) => {
    const undisturbed = new Faults();
    const all = await expectEverythingPublished(await runRequest(undisturbed), jobKey);
    expect(all.map(({ type }) => type).toSorted()).toEqual([
      'AgentLogoutDeferred',
      'AgentLogoutDeferred',
      ...Array.from(all.slice(2), () => 'AgentSignedOut'),
    ]);
    for (let at = 1; at <= undisturbed.calls; at += step) {
      const simulation = await runRequest(faultAt(at, fault));
      const published = await expectEverythingPublished(simulation, jobKey);
      const changed = simulation.agents.all().filter(({ version }) => version > 1);
      expect(published).toHaveLength(changed.length);
    }
  },
);
