import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { memoryCentre } from '#test/simulation/memory-centre.ts';
import { makeUseCases } from '#test/simulation/use-cases.ts';
import { aRange } from '#test/support/agents.ts';
import { agentIds, aJob } from '#test/support/logout-jobs.ts';
import { agentsOf, aPlan, firstPlan, idsOf, key, nobody, online, progressOf } from './a-plan.ts';

describe('the pages of a job', () => {
  test('together name everybody the selector means and nobody else, whatever their size', async () => {
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
        async (staff, { ranges, ...select }, size) => {
          const team = staff.map(({ isOnline, host, teamIds }, index) => {
            const agent = online(`agent-${index}`, teamIds, `10.0.0.${host}`);
            const { session: _, ...away } = agent;
            return isOnline ? agent : away;
          });
          const spans = ranges.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
          const ipRanges = spans.map(([a, b]) => aRange(`10.0.0.${a}`, `10.0.0.${b}`));
          const meant = staff.flatMap(({ isOnline, host, teamIds }, index) => {
            const isMeant =
              teamIds.some((id) => select.teamIds.includes(id)) || spans.some(([a, b]) => a <= host && host <= b);
            return isOnline && isMeant ? [`agent-${index}`] : [];
          });
          const plan = await aPlan(team, { ...select, ipRanges }, size);
          const sent = await plan.planAll();
          expect(new Set(idsOf(sent))).toEqual(new Set([...select.agentIds, ...meant]));
          const named = agentsOf(sent).filter(({ matchedBy }) => 'agentId' in matchedBy);
          expect(named.map(({ agentId }) => agentId)).toEqual([...new Set(select.agentIds)]);
          const pages = await plan.receipts.tallies(key);
          for (const { agents } of pages) expect(agents).toBeLessThanOrEqual(size);
          const progress = await progressOf(plan);
          expect(progress).toMatchObject(
            sent.length === pages.length - 1 ? { status: 'completed' } : { pages: pages.length },
          );
        },
      ),
    );
  });

  test('end with the list, not with an empty page more', async () => {
    const { planAll, receipts } = await aPlan([], { ...nobody, agentIds: agentIds(6) }, 3);
    await planAll();
    expect(await receipts.tallies(key)).toHaveLength(2);
  });

  test('stay short when the directory finds nobody for long, and go on where they stopped', async () => {
    const centre = await memoryCentre();
    const looked: string[] = [];
    const slow = {
      ...centre,
      directory: {
        ...centre.directory,
        async signedIn(_: string, __: unknown, { cursor = '0' }: { cursor?: string }) {
          looked.push(cursor);
          const at = Number(cursor) + 1;
          return { agentIds: at === 150 ? ['ann'] : [], ...(at < 150 && { cursor: String(at) }) };
        },
      },
    };
    const { workLogout } = makeUseCases(slow);
    await centre.plan.putSelector(key, { ...nobody, teamIds: ['t1'] });
    await centre.jobs.save({ state: aJob(), version: 1, sequence: 0, outbox: [] }, undefined);
    await workLogout(firstPlan, { attempt: 1 });
    expect(looked).toHaveLength(99);
    const [next] = centre.queue.waiting();
    expect(next).toEqual({ type: 'plan', ...key, page: 1, from: { list: 1, after: '99' } });
    if (next) await workLogout(next, { attempt: 1 });
    expect(looked).toEqual(Array.from({ length: 150 }, (_, index) => String(index)));
    expect(idsOf(centre.queue.waiting())).toEqual(['ann']);
  });
});
