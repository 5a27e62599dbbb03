import { expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import { aContact, anAgent, anOrder, aSession } from '#test/support/agents.ts';
import { aContactCentre, makeUseCases } from '#test/support/contact-centre.ts';
import { agentIds, jobKey } from '#test/support/logout-jobs.ts';
import { eachEventOnce } from '#test/support/published-events.ts';
import { step } from '#test/support/share-of-cases.ts';
import { everyFault, Faults, faultAt } from '../../simulation/invocation.ts';
import { simulateLogouts } from '../../simulation/logout-simulation.ts';

const size = 12;
const team = { agentIds: [], teamIds: ['t1'], ipRanges: [] };
const request = { timing: 'afterContact', order: anOrder({ deadline: { minutes: 20, onDeadline: 'force' } }) } as const;

/** A team of which every second agent is on a call. */
const staff: readonly Agent[] = agentIds(size).map((agentId, n) =>
  anAgent({
    agentId,
    teamIds: ['t1'],
    session: aSession({ sessionId: `${agentId}/0`, contacts: n % 2 === 0 ? [aContact('c1')] : [] }),
  }),
);

async function aJob(faults = new Faults()) {
  const simulation = await simulateLogouts({ staff, agentsPerPage: 5, faults });
  await simulation.invokeWithoutFaults(({ startJob }) => startJob('demo', team, request));
  return simulation;
}

type Simulation = Awaited<ReturnType<typeof aJob>>;
const factsOf = ({ bus }: Simulation) => eachEventOnce(bus.published()).map(({ fact }) => fact);
const ofType = (simulation: Simulation, type: string) => factsOf(simulation).filter((fact) => fact.type === type);
const isWaiting = ({ agents }: Simulation) => agents.all().filter(({ state }) => state.session?.pendingLogout).length;

test('a job that is cancelled at once logs nobody out', async () => {
  const simulation = await aJob();
  await simulation.invoke(({ cancelJob }) => cancelJob(jobKey, { cancelledBy: 'boss' }));
  await simulation.settle();
  expect(factsOf(simulation)).toMatchObject([
    { type: 'LogoutRequested' },
    { type: 'LogoutJobCancelled', cancelledBy: 'boss', counts: { matched: 0 } },
  ]);
  expect((await simulation.jobs.load(jobKey))?.state.progress.status).toBe('cancelled');
  expect(simulation.agents.all().filter(({ state }) => state.session)).toHaveLength(size);
});

test('there is no job to cancel', async () => {
  const simulation = await aJob();
  expect(
    await simulation.invoke(({ cancelJob }) => cancelJob({ ...jobKey, jobId: 99 }, { cancelledBy: 'boss' })),
  ).toEqual({
    type: 'unknownJob',
  });
});

test.each(everyFault)(
  'a job that has finished loses every logout that waits, whichever call fails: %s',
  async (fault) => {
    const run = async (faults: Faults) => {
      const simulation = await aJob(new Faults());
      await simulation.time.runUntil(simulation.time.now() + 600_000);
      expect(isWaiting(simulation)).toBe(size / 2);
      simulation.breakFrom(faults);
      await simulation.invoke(({ cancelJob }) => cancelJob(jobKey, { cancelledBy: 'boss' })).catch(() => undefined);
      await simulation.settle();
      return simulation;
    };
    const undisturbed = new Faults();
    await run(undisturbed);
    for (let at = 1; at <= undisturbed.calls; at += step) {
      const simulation = await run(faultAt(at, fault));
      if (ofType(simulation, 'LogoutJobCancelled').length === 0) continue;
      expect([at, isWaiting(simulation), ofType(simulation, 'AgentLogoutCancelled').length]).toEqual([at, 0, size / 2]);
      expect(ofType(simulation, 'LogoutJobCancelled')).toMatchObject([
        { counts: { deferred: size / 2, loggedOut: size / 2 } },
      ]);
      expect(ofType(simulation, 'AgentSignedOut')).toHaveLength(size / 2);
    }
  },
);

test('whenever it is cancelled, nobody is left with a logout that waits', async () => {
  for (let after = 0; after < 8_000; after += 400) {
    const simulation = await aJob();
    await simulation.time.runUntil(simulation.time.now() + after);
    await simulation.invoke(({ cancelJob }) => cancelJob(jobKey, { cancelledBy: 'boss' }));
    await simulation.settle();
    expect([after, isWaiting(simulation)]).toEqual([after, 0]);
    expect(ofType(simulation, 'AgentSignedOut').filter((fact) => 'atDeadline' in fact)).toEqual([]);
  }
});

test('every logout that it takes back says who has cancelled the job, and where', async () => {
  const boss = { cancelledBy: 'boss', cancelledFrom: { via: 'apiKey', ipAddress: '10.0.0.7' } } as const;
  const simulation = await aJob();
  await simulation.time.runUntil(simulation.time.now() + 600_000);
  await simulation.invoke(({ cancelJob }) => cancelJob(jobKey, boss));
  await simulation.settle();
  expect(ofType(simulation, 'LogoutJobCancelled')).toMatchObject([boss]);
  const takenBack = ofType(simulation, 'AgentLogoutCancelled');
  expect(takenBack).toHaveLength(size / 2);
  expect(takenBack).toMatchObject(takenBack.map(() => boss));
});

test('an agent who has changed teams since does not keep the logout of the job', async () => {
  const simulation = await aJob();
  await simulation.time.runUntil(simulation.time.now() + 600_000);
  for (const stored of simulation.agents.all()) {
    const { state, version } = stored;
    const profile = { ...state.profile, teamIds: ['t9'] };
    await simulation.agents.save({ ...stored, state: { ...state, profile }, version: version + 1 }, stored);
  }
  await simulation.invoke(({ cancelJob }) => cancelJob(jobKey, { cancelledBy: 'boss' }));
  await simulation.settle();
  expect([isWaiting(simulation), ofType(simulation, 'AgentLogoutCancelled').length]).toEqual([0, size / 2]);
});

test('a job is cancelled also when the queue cannot be told, which is reported', async () => {
  const centre = await aContactCentre();
  await centre.startJob('demo', team, request);
  const send = () => Promise.reject(new Error('the queue is down'));
  const reports: string[] = [];
  const report = (what: string) => void reports.push(what);
  const { cancelJob } = makeUseCases({ ...centre, queue: { ...centre.queue, send }, report });
  expect(await cancelJob(jobKey, { cancelledBy: 'boss' })).toEqual({ type: 'cancelled' });
  expect(reports).toHaveLength(1);
  expect((await centre.jobs.load(jobKey))?.state.progress.status).toBe('cancelled');
});
