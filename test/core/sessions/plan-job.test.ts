import { describe, expect, test } from '@jest/globals';
import { everyAddress } from '#core/sessions/ip-range.ts';
import { chunkSize } from '#core/sessions/plan-job.ts';
import { anAgent, aRange } from '#test/support/agents.ts';
import { agentIds } from '#test/support/logout-jobs.ts';
import { agentsOf, aPlan, firstPlan, idsOf, nobody, online, progressOf } from './a-plan.ts';

describe('the chunks of a job', () => {
  test('say by which entry of the selector each agent was found', async () => {
    const staff = [
      online('ann', ['t1']),
      online('bob', ['t1']),
      online('cat', [], '10.9.0.1'),
      anAgent({ agentId: 'dan', teamIds: ['t1'] }),
    ];
    const { planAll } = await aPlan(staff, {
      agentIds: ['ann'],
      teamIds: ['t1'],
      ipRanges: [aRange('10.9.0.0', '10.9.0.9')],
    });
    expect(agentsOf(await planAll())).toEqual([
      { agentId: 'ann', matchedBy: { agentId: 'ann' } },
      { agentId: 'bob', matchedBy: { teamId: 't1' } },
      { agentId: 'cat', matchedBy: { ipAddress: '10.9.0.0-10.9.0.9' } },
    ]);
  });

  test('hold at most a hundred agents each', async () => {
    const { planAll } = await aPlan([], { ...nobody, agentIds: agentIds(250) });
    const chunks = (await planAll()).map((message) => (message.type === 'chunk' ? message.agents.length : 'plan'));
    expect(chunks).toEqual([chunkSize, chunkSize, 50]);
  });

  test('name an agent once, though several entries found the agent or an id was given twice', async () => {
    const staff = [online('ann', ['t1', 't2']), online('bob', ['t2'])];
    const selector = { agentIds: ['zoe', 'zoe'], teamIds: ['t1', 't2'], ipRanges: [everyAddress] };
    const { planAll } = await aPlan(staff, selector);
    expect(idsOf(await planAll())).toEqual(['zoe', 'ann', 'bob']);
  });
});

describe('a plan message delivered again', () => {
  test('sends what stands, however the centre has changed, and looks nobody up', async () => {
    const plan = await aPlan([online('ann', ['t1'])], { ...nobody, teamIds: ['t1'] });
    await plan.deliver(firstPlan);
    await plan.agents.save({ state: online('bob', ['t1']), version: 1, sequence: 0, outbox: [] }, undefined);
    await plan.deliver(firstPlan);
    const [first, second] = plan.queue.waiting();
    expect(second).toEqual(first);
    expect(plan.lookups).toEqual(['signedIn']);
    expect(agentsOf([...plan.queue.waiting()])).toHaveLength(2);
  });
});

test('a job that finds nobody is completed at once', async () => {
  const plan = await aPlan([], { ...nobody, teamIds: ['t1'] });
  expect(await plan.planAll()).toEqual([]);
  expect(await progressOf(plan)).toMatchObject({ status: 'completed', counts: { matched: 0 } });
});
