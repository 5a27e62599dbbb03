import { describe, expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import { chunksOf } from '#core/forced-logouts/plan-job.ts';
import type { ChunkAgent, LogoutMessage } from '#core/forced-logouts/ports.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { online, someDay, stored } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { agentIds, aJob, aSelector, jobKey } from '#test/support/logout-jobs.ts';
import { makeOwningBackend } from '#test/support/owning-backend.ts';
import { firstPlan } from './a-plan.ts';

const aChunk = (agents: readonly ChunkAgent[], chunk = 0) =>
  ({
    type: 'chunk',
    ...jobKey,
    page: 0,
    chunk,
    agents,
  }) satisfies LogoutMessage;
const byId = (agentId: string): ChunkAgent => ({ agentId, matchedBy: { agentId } });
const byTeam = (agentId: string, teamId: string): ChunkAgent => ({ agentId, matchedBy: { teamId } });

const ann = online('ann', { teamIds: ['t1', 't2'] });
const sue: Agent = { ...ann, agentId: 'sue', profile: { ...ann.profile, protected: true } };

async function aRunningJob(selector: Selector, staff: readonly Agent[] = [ann, sue]) {
  const ports = await memoryPorts(staff, { now: () => someDay });
  await ports.plan.putSelector(jobKey, selector);
  await ports.jobs.save(stored(aJob({ progress: { status: 'running' } })), undefined);
  const owner = makeOwningBackend({ clock: ports.clock });
  const results = async () =>
    (await ports.receipts.results(jobKey, { limit: 10 })).results.map(({ agentId, outcome, matchedBy }) => ({
      agentId,
      outcome,
      matchedBy,
    }));
  return { ...ports, owner, ...makeUseCases(ports), results };
}
const once = { lastAttempt: false };

describe('an agent whom two teams of a job find', () => {
  const teams = aSelector({ teamIds: ['t1', 't2'] });

  test('and who is left alone has one result, for the first', async () => {
    const { workLogout, results } = await aRunningJob(teams);
    await workLogout(aChunk([byTeam('sue', 't2')], 1), once);
    await workLogout(aChunk([byTeam('sue', 't1')], 0), once);
    expect(await results()).toEqual([{ agentId: 'sue', outcome: 'skipped', matchedBy: { teamId: 't1' } }]);
  });

  test('and who is logged out has the result of whichever comes first', async () => {
    const { workLogout, results } = await aRunningJob(teams);
    await workLogout(aChunk([byTeam('ann', 't2')], 1), once);
    await workLogout(aChunk([byTeam('ann', 't1')], 0), once);
    expect(await results()).toEqual([{ agentId: 'ann', outcome: 'loggedOut', matchedBy: { teamId: 't2' } }]);
  });
});

test('an agent who is protected is not named because another one in the chunk is', async () => {
  const { workLogout, results } = await aRunningJob(aSelector({ agentIds: ['ann'], teamIds: ['t1'] }));
  await workLogout(aChunk([byId('ann'), byTeam('sue', 't1')]), once);
  expect(await results()).toEqual([
    { agentId: 'ann', outcome: 'loggedOut', matchedBy: { agentId: 'ann' } },
    { agentId: 'sue', outcome: 'skipped', matchedBy: { teamId: 't1' } },
  ]);
});

test('every chunk of a page says whether the conditions decide about agents who are named', () => {
  const found = (by: 'agentIds' | 'agentIdsOnConditions') => [
    { by, agentIds: agentIds(101) },
    { by: { teamId: 't1' }, agentIds: ['ann'] },
  ];
  const chunk = { type: 'chunk', ...jobKey, page: 0 } as const;
  const agents = [...agentIds(101).map(byId), byTeam('ann', 't1')];
  const unconditional = [
    { ...chunk, chunk: 0, agents: agents.slice(0, 100) },
    { ...chunk, chunk: 1, agents: agents.slice(100) },
  ];
  expect(chunksOf(jobKey, { page: 0, found: found('agentIds') })).toStrictEqual(unconditional);
  expect(chunksOf(jobKey, { page: 0, found: found('agentIdsOnConditions') })).toStrictEqual(
    unconditional.map((each) => ({ ...each, isOnConditions: true })),
  );
});

test('a job does not ask a backend for agents out of the caller’s reach', async () => {
  const selector = aSelector({ agentIds: ['ann', 'sue'], conditions: { callerTeamIds: ['other'] } });
  const { owner, results, ...ports } = await aRunningJob(selector);
  for (const agent of [ann, sue]) owner.works(agent);
  const { workLogout } = makeUseCases({ ...ports, backends: () => owner.backend });
  await workLogout({ ...aChunk([byId('ann'), byId('sue')]), isOnConditions: true }, once);
  expect((await results()).map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped']);
  expect(owner.calls).toEqual([]);
});

test('nothing is done for a job that is not there', async () => {
  const ports = await memoryPorts([ann]);
  await makeUseCases(ports).workLogout(firstPlan, once);
  expect([ports.queue.waiting(), ports.reports, await ports.jobs.load(jobKey)]).toEqual([[], [], undefined]);
});
