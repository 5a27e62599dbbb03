import { expect, test } from '@jest/globals';
import type { Publisher } from '#core/commit.ts';
import { seconds } from '#core/instant.ts';
import type { SessionsEvent } from '#core/sessions/events.ts';
import type { LogoutMessage } from '#core/sessions/ports.ts';
import { intercept } from '#test/simulation/intercept.ts';
import { memoryCentre } from '#test/simulation/memory-centre.ts';
import { makeUseCases, mostAttempts } from '#test/simulation/use-cases.ts';
import { aJob } from '#test/support/logout-jobs.ts';
import { agentsOf, firstPlan, key, nobody, online, progressOf } from './a-plan.ts';

const chunk: LogoutMessage = {
  type: 'chunk',
  ...key,
  page: 0,
  chunk: 0,
  agents: [{ agentId: 'ann', matchedBy: { agentId: 'ann' } }],
};

async function aJobOfAnn() {
  const centre = await memoryCentre([online('ann')]);
  await centre.plan.putSelector(key, { ...nobody, agentIds: ['ann'] });
  await centre.jobs.save({ state: aJob(), version: 1, sequence: 0, outbox: [] }, undefined);
  return centre;
}

test('when the bus is down to the last delivery, the outcome is told truly and an alarm brings the event out', async () => {
  const centre = await aJobOfAnn();
  await makeUseCases(centre).workLogout(firstPlan, { attempt: 1 });
  const broken: Publisher<SessionsEvent> = { publish: () => Promise.reject(new Error('the bus is down')) };
  const { workLogout } = makeUseCases({ ...centre, publisher: broken });
  for (let attempt = 1; attempt < mostAttempts; attempt += 1) {
    await expect(workLogout(chunk, { attempt })).rejects.toThrow('the bus is down');
  }
  // The job's own event is still thrown for; the message comes once more, from the dead letters if need be.
  await expect(workLogout(chunk, { attempt: mostAttempts })).rejects.toThrow('the bus is down');
  const { results } = await centre.receipts.results(key, { limit: 10 });
  expect(results).toMatchObject([{ agentId: 'ann', outcome: 'loggedOut' }]);
  expect(centre.alarms.pending()).toContainEqual({
    kind: 'agent',
    instanceId: 'demo',
    agentId: 'ann',
    at: seconds(60),
  });

  const { ring } = makeUseCases(centre);
  for (const alarm of centre.alarms.pending()) await ring(alarm);
  expect(centre.publisher.published().map(({ fact }) => fact.type)).toContain('AgentLoggedOut');
});

test('a job fails when its agents cannot be looked up, and then nobody goes on planning it', async () => {
  const centre = await aJobOfAnn();
  const directory = intercept(centre.directory, () => Promise.reject(new Error('throttled')));
  await centre.plan.putSelector(key, { ...nobody, teamIds: ['t1'] });
  const { workLogout } = makeUseCases({ ...centre, directory });
  await expect(workLogout(firstPlan, { attempt: mostAttempts - 1 })).rejects.toThrow('throttled');
  await workLogout(firstPlan, { attempt: mostAttempts });
  expect(await progressOf(centre)).toMatchObject({ status: 'failed', failure: 'Its agents could not be looked up' });
  await makeUseCases(centre).workLogout(firstPlan, { attempt: 1 });
  expect(agentsOf(centre.queue.waiting())).toEqual([]);
});

test('a job whose agents were found does not fail because its last steps do', async () => {
  const centre = await aJobOfAnn();
  const receipts = intercept(centre.receipts, () => Promise.reject(new Error('throttled')));
  const { workLogout } = makeUseCases({ ...centre, receipts });
  await expect(workLogout(firstPlan, { attempt: mostAttempts })).rejects.toThrow('throttled');
  expect(await progressOf(centre)).toEqual({ status: 'running', pages: 1 });
});
