import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { everyAddress } from '#core/agents/ip-range.ts';
import { chunkSize } from '#core/forced-logouts/pacing.ts';
import { seconds } from '#core/instant.ts';
import { anAgent, aRange, online, stored } from '#test/support/agents.ts';
import { makeUseCases } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { agentIds, aSelector, jobKey } from '#test/support/logout-jobs.ts';
import { agentsOf, aPlan, firstPlan, idsOf, portsWithJob, progressOf } from './a-plan.ts';

describe('the chunks of a job', () => {
  test('say which entry of the selector matched each agent', async () => {
    const staff = [
      online('ann', { teamIds: ['t1'] }),
      online('bob', { teamIds: ['t1'] }),
      online('cat', { from: '10.9.0.1' }),
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
    const { planAll } = await aPlan([], aSelector({ agentIds: agentIds(250) }));
    const chunks = (await planAll()).map((message) => (message.type === 'chunk' ? message.agents.length : 'plan'));
    expect(chunks).toEqual([chunkSize, chunkSize, 50]);
  });

  test('name an agent once, even if several entries match the agent or an id is given twice', async () => {
    const staff = [online('ann', { teamIds: ['t1', 't2'] }), online('bob', { teamIds: ['t2'] })];
    const selector = { agentIds: ['zoe', 'zoe'], teamIds: ['t1', 't2'], ipRanges: [everyAddress] };
    const { planAll } = await aPlan(staff, selector);
    expect(idsOf(await planAll())).toEqual(['zoe', 'ann', 'bob']);
  });
});

describe('a plan message delivered again', () => {
  const members = [online('ann', { teamIds: ['t1'] })];

  test('after a fault sends the stored page, whatever has changed in the centre, and looks nobody up', async () => {
    const plan = await aPlan(members, aSelector({ teamIds: ['t1'] }));
    const jobs = intercept(plan.jobs, (method, call) =>
      method === 'save' && plan.queue.waiting().length > 0 ? Promise.reject(new Error('throttled')) : call(),
    );
    const { workLogout } = makeUseCases({ ...plan, jobs });
    await expect(workLogout(firstPlan, { lastAttempt: false })).rejects.toThrow('throttled');
    await plan.agents.save(stored(online('bob', { teamIds: ['t1'] })), undefined);
    await plan.deliver(firstPlan);
    const [first, second] = plan.queue.waiting();
    expect(second).toEqual(first);
    expect(plan.lookups).toEqual([]);
    expect(idsOf(plan.queue.waiting())).toEqual(['ann', 'ann']);
  });

  test('once everything is sent sends nothing, on any page', async () => {
    const plan = await aPlan(
      agentIds(7).map((agentId) => online(agentId, { teamIds: ['t1'] })),
      aSelector({ teamIds: ['t1'] }),
      3,
    );
    const sent = await plan.planAll();
    for (const message of [firstPlan, ...sent.filter(({ type }) => type === 'plan')]) await plan.deliver(message);
    expect(plan.queue.waiting()).toEqual([]);
    expect(idsOf(sent)).toHaveLength(7);
  });

  test('of a page that is sent while others are planned sends nothing', async () => {
    const plan = await aPlan(
      agentIds(7).map((agentId) => online(agentId, { teamIds: ['t1'] })),
      aSelector({ teamIds: ['t1'] }),
      3,
    );
    await plan.deliver(firstPlan);
    const sent = plan.queue.waiting();
    await plan.deliver(firstPlan);
    expect(plan.queue.waiting()).toEqual(sent);
  });
});

test('of two workers that plan a page at the same time, none sends another page than was written first', async () => {
  const ports = await portsWithJob([online('ann', { teamIds: ['t1'] })], aSelector({ teamIds: ['t1'] }));
  const plan = intercept(ports.plan, (method, call) => (method === 'page' ? Promise.resolve(undefined) : call()));
  const { workLogout } = makeUseCases({ ...ports, plan });
  await workLogout(firstPlan, { lastAttempt: false });
  await ports.agents.save(stored(online('bob', { teamIds: ['t1'] })), undefined);
  await workLogout(firstPlan, { lastAttempt: false });
  expect(new Set(idsOf(ports.queue.waiting()))).toEqual(new Set(['ann']));
});

test('a job that matches nobody looks a second time and is completed', async () => {
  const plan = await aPlan([], aSelector({ teamIds: ['t1'] }));
  expect((await plan.planAll()).map(({ type }) => type)).toEqual(['plan', 'look']);
  expect(await progressOf(plan)).toMatchObject({ status: 'completed', counts: { matched: 0 } });
});

describe('the pages of a job', () => {
  test('together hold exactly the agents that the selector matches, whatever the page size', async () => {
    const anyTeams = fc.subarray(['t1', 't2', 't3']);
    const anyStaff = fc.array(fc.record({ teamIds: anyTeams, host: fc.nat(30), isOnline: fc.boolean() }), {
      maxLength: 25,
    });
    const anySelector = fc.record({
      agentIds: fc.array(fc.constantFrom(...agentIds(30)), { maxLength: 12 }),
      teamIds: anyTeams,
      ranges: fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        anyStaff,
        anySelector,
        fc.integer({ min: 1, max: 9 }),
        async (drawn, { ranges, ...lists }, size) => {
          const staff = drawn.map(({ isOnline, host, teamIds }, index) => {
            const agent = online(`agent-${index}`, { teamIds, from: `10.0.0.${host}` });
            const { session: _, ...signedOut } = agent;
            return isOnline ? agent : signedOut;
          });
          const spans = ranges.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
          const ipRanges = spans.map(([a, b]) => aRange(`10.0.0.${a}`, `10.0.0.${b}`));
          const matched = drawn.flatMap(({ isOnline, host, teamIds }, index) => {
            const isMatched =
              teamIds.some((id) => lists.teamIds.includes(id)) || spans.some(([a, b]) => a <= host && host <= b);
            return isOnline && isMatched ? [`agent-${index}`] : [];
          });
          const plan = await aPlan(staff, { ...lists, ipRanges }, size);
          const sent = await plan.planAll();
          expect(new Set(idsOf(sent))).toEqual(new Set([...lists.agentIds, ...matched]));
          const named = agentsOf(sent).filter(({ matchedBy }) => 'agentId' in matchedBy);
          expect(named.map(({ agentId }) => agentId)).toEqual([...new Set(lists.agentIds)]);
          const pages = await plan.receipts.tallies(jobKey);
          for (const { agents } of pages) expect(agents).toBeLessThanOrEqual(size);
          const progress = await progressOf(plan);
          expect(progress).toMatchObject(idsOf(sent).length === 0 ? { status: 'completed' } : { pages: pages.length });
        },
      ),
    );
  });

  test('name an agent once, even if the id is on one page and the team on another', async () => {
    const staff = [online('ann', { teamIds: ['t1'] }), online('bob', { teamIds: ['t1'] })];
    const { planAll } = await aPlan(staff, aSelector({ agentIds: ['ann'], teamIds: ['t1'] }), 1);
    expect(idsOf(await planAll())).toEqual(['ann', 'bob']);
  });

  test('are filled up if an agent is found twice', async () => {
    const teamIds = ['t1', 't2'];
    const staff = [online('ann', { teamIds }), online('bob', { teamIds }), online('cat', { teamIds: ['t2'] })];
    const { planAll, receipts } = await aPlan(staff, aSelector({ teamIds }), 3);
    await planAll();
    expect((await receipts.tallies(jobKey))[0]?.agents).toBe(3);
  });

  test('stay short when look-ups take long: none begins after ten seconds', async () => {
    const ports = await portsWithJob([], aSelector({ teamIds: ['t1'] }));
    let now = 0;
    const directory = {
      ...ports.directory,
      async signedIn(_: string, __: unknown, { cursor = '0' }: { cursor?: string }) {
        now += seconds(5);
        return { agentIds: [`agent-${cursor}`], cursor: String(Number(cursor) + 1) };
      },
    };
    const { workLogout } = makeUseCases({ ...ports, directory, clock: { now: () => now } });
    await workLogout(firstPlan, { lastAttempt: false });
    expect(idsOf(ports.queue.waiting())).toEqual(['agent-0', 'agent-1']);
    expect(ports.queue.waiting().at(-1)).toMatchObject({ type: 'plan', page: 1, from: { list: 1, after: '2' } });
  });

  test('end with the list, without an empty page', async () => {
    const { planAll, receipts } = await aPlan([], aSelector({ agentIds: agentIds(6) }), 3);
    await planAll();
    expect(await receipts.tallies(jobKey)).toHaveLength(2);
  });

  test('stay short when many look-ups find nobody, and go on where they stopped', async () => {
    const ports = await portsWithJob([], aSelector({ teamIds: ['t1'] }));
    const cursors: string[] = [];
    const directory = {
      ...ports.directory,
      async signedIn(_: string, __: unknown, { cursor = '0' }: { cursor?: string }) {
        cursors.push(cursor);
        const at = Number(cursor) + 1;
        return { agentIds: at === 150 ? ['ann'] : [], ...(at < 150 && { cursor: String(at) }) };
      },
    };
    const { workLogout } = makeUseCases({ ...ports, directory });
    await workLogout(firstPlan, { lastAttempt: false });
    expect(cursors).toHaveLength(99);
    const [next] = ports.queue.waiting();
    expect(next).toEqual({ type: 'plan', ...jobKey, page: 1, from: { list: 1, after: '99' } });
    if (next) await workLogout(next, { lastAttempt: false });
    expect(cursors).toEqual(Array.from({ length: 150 }, (_, index) => String(index)));
    expect(idsOf(ports.queue.waiting())).toEqual(['ann']);
  });
});
