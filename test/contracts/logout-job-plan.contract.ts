import { expect, test } from '@jest/globals';
import type { JobKey } from '#core/forced-logouts/logout-job.ts';
import type { LogoutJobPlan, LogoutJobReceipts } from '#core/forced-logouts/ports.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { aRange } from '../support/agents.ts';
import { agentIds, aPage, counts } from '../support/logout-jobs.ts';

const job: JobKey = { instanceId: 'demo', jobId: 1 };
const otherJob: JobKey = { instanceId: 'demo', jobId: 11 };
const elsewhere: JobKey = { instanceId: 'other', jobId: 1 };

/** What every LogoutJobPlan promises, with the tallies that it opens in the LogoutJobReceipts. */
export function logoutJobPlanContract(
  open: () => Promise<{ readonly plan: LogoutJobPlan; readonly receipts: LogoutJobReceipts }>,
) {
  test('keeps the selector of a job', async () => {
    const { plan } = await open();
    const selector: Selector = {
      agentIds: agentIds(3),
      teamIds: ['support'],
      ipRanges: [aRange('10.0.0.1', '10.0.0.9'), aRange('2001:db8::')],
    };
    await plan.putSelector(job, selector);
    expect(await plan.selector(job)).toEqual(selector);
    await expect(plan.selector(otherJob)).rejects.toThrow('selector');
    await expect(plan.selector(elsewhere)).rejects.toThrow('selector');
    const conditions = {
      statuses: ['lunch'],
      minimumMinutesInStatus: 5,
      exclude: { agentIds: ['ann'], teamIds: ['night'] },
    };
    for (const more of [{ conditions }, { everybody: true as const }, { everybody: true as const, conditions }]) {
      await plan.putSelector(job, { ...selector, ...more });
      expect(await plan.selector(job)).toEqual({ ...selector, ...more });
    }
  });

  test('keeps a page as it was first written', async () => {
    const { plan } = await open();
    const first = aPage(['ann'], { next: { list: 1, after: 'place' } });
    expect(await plan.page(job, 0)).toBeUndefined();
    expect(await plan.addPage(job, first)).toEqual(first);
    expect(await plan.addPage(job, aPage(['bob', 'cy']))).toEqual(first);
    expect(await plan.page(job, 0)).toEqual(first);
    expect(await plan.page(job, 1)).toBeUndefined();
    expect(await plan.page(otherJob, 0)).toBeUndefined();
    expect(await plan.page(elsewhere, 0)).toBeUndefined();
  });

  test('keeps the entry of the selector by which each agent was found', async () => {
    const { plan } = await open();
    const page = aPage([], {
      page: 3,
      found: [
        { by: 'agentIds', agentIds: ['ann'] },
        { by: { teamId: 'support' }, agentIds: ['bob', 'cy'] },
        { by: { ipAddress: '10.0.0.0/24' }, agentIds: ['dee'] },
        { by: { signedIn: true }, agentIds: ['eve'] },
        { by: 'agentIdsOnConditions', agentIds: ['flo'] },
      ],
      next: { list: 2 },
    });
    await plan.addPage(job, page);
    expect(await plan.page(job, 3)).toEqual(page);
  });

  test('gives two planners of the same page the same page', async () => {
    const { plan, receipts } = await open();
    const pages = [aPage(['ann']), aPage(agentIds(150)), aPage([])];
    const stored = await Promise.all(pages.map((page) => plan.addPage(job, page)));
    expect(new Set(stored.map((page) => JSON.stringify(page))).size).toBe(1);
    const agents = stored[0]?.found.reduce((sum, found) => sum + found.agentIds.length, 0);
    expect(await receipts.tallies(job)).toEqual([expect.objectContaining({ page: 0, agents })]);
  });

  test('keeps the size of the chunks of a page, and expects as many of them', async () => {
    const { plan, receipts } = await open();
    const page = aPage(agentIds(13), { chunkSize: 6 });
    expect(await plan.addPage(job, page)).toEqual(page);
    expect(await plan.page(job, 0)).toEqual(page);
    expect(await receipts.tallies(job)).toEqual([expect.objectContaining({ agents: 13, chunks: 3 })]);
  });

  test('opens a tally for every page, also for an empty one', async () => {
    const { plan, receipts } = await open();
    expect(await receipts.tallies(job)).toEqual([]);
    await plan.addPage(job, aPage(agentIds(201), { next: { list: 0, after: '201' } }));
    await plan.addPage(job, aPage([], { page: 1 }));
    await plan.addPage(elsewhere, aPage(['spy']));
    const nothingDone = { agentsDone: 0, chunksDone: 0, counts: counts() };
    expect(await receipts.tallies(job)).toEqual([
      { page: 0, agents: 201, chunks: 3, ...nothingDone },
      { page: 1, agents: 0, chunks: 0, ...nothingDone },
    ]);
  });
}
