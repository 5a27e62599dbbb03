import { describe, expect, test } from '@jest/globals';
import type { JobKey } from '#core/forced-logouts/logout-job.ts';
import type { LogoutJobPlan, LogoutJobReceipts } from '#core/forced-logouts/ports.ts';
import { agentIds, aPage, aReceipt, aResult, counts } from '../support/logout-jobs.ts';
import { logoutResultsContract } from './logout-results.contract.ts';

const job: JobKey = { instanceId: 'demo', jobId: 1 };
const otherJob: JobKey = { instanceId: 'demo', jobId: 11 };
const elsewhere: JobKey = { instanceId: 'other', jobId: 1 };

/** What every LogoutJobReceipts promises about the pages of a LogoutJobPlan. */
export function logoutJobReceiptsContract(
  open: () => Promise<{ readonly plan: LogoutJobPlan; readonly receipts: LogoutJobReceipts }>,
) {
  describe('results', () => logoutResultsContract(async () => (await open()).receipts));

  async function planned(agents = 250) {
    const ports = await open();
    await ports.plan.addPage(job, aPage(agentIds(agents)));
    return ports;
  }

  test('are found by their chunk', async () => {
    const { receipts } = await planned();
    const receipt = aReceipt(['ann', 'bob'], { chunk: 2 });
    await receipts.add(job, receipt);
    expect(await receipts.find(job, { page: 0, chunk: 2 })).toEqual(receipt);
    expect(await receipts.find(job, { page: 0, chunk: 1 })).toBeUndefined();
    expect(await receipts.find(job, { page: 2, chunk: 2 })).toBeUndefined();
    expect(await receipts.find(otherJob, receipt)).toBeUndefined();
    expect(await receipts.find(elsewhere, receipt)).toBeUndefined();
  });

  test('keep every outcome and every way of being matched', async () => {
    const { receipts } = await planned();
    const receipt = aReceipt([], {
      agents: 8,
      results: [
        aResult('ann', { losesAfterContactWork: true, notStopped: ['c1'] }),
        aResult('bob', { outcome: 'deferred', currentStatus: 'In-call', contacts: 2, matchedBy: { teamId: 't' } }),
        aResult('cy', { outcome: 'alreadySignedOut', matchedBy: { ipAddress: '10.0.0.0/8' } }),
        { agentId: 'dee', outcome: 'unknownAgent', contacts: 0, matchedBy: { agentId: 'dee' } },
        { agentId: 'eve', outcome: 'failed', contacts: 0, matchedBy: { agentId: 'eve' } },
        aResult('flo', {
          outcome: 'skipped',
          why: 'protected',
          matchedBy: { signedIn: true, status: 'lunch', minimumMinutesInStatus: 5 },
        }),
      ],
    });
    await receipts.add(job, receipt);
    expect(await receipts.find(job, receipt)).toEqual(receipt);
    expect(await receipts.tallies(job)).toEqual([
      {
        page: 0,
        agents: 250,
        agentsDone: 8,
        chunks: 3,
        chunksDone: 1,
        counts: { matched: 6, loggedOut: 1, deferred: 1, alreadySignedOut: 1, skipped: 2, failed: 1 },
      },
    ]);
  });

  test('are counted once however often they are added, and the first receipt of a chunk counts', async () => {
    const { receipts } = await planned();
    const first = aReceipt(['ann', 'bob']);
    const late = aReceipt([], { agents: 1, results: [aResult('ann', { outcome: 'failed' })] });
    await receipts.add(job, first);
    await Promise.all([first, late, first].map((receipt) => receipts.add(job, receipt)));
    expect(await receipts.find(job, first)).toEqual(first);
    const once = { agentsDone: 2, chunksDone: 1, counts: counts({ matched: 2, loggedOut: 2 }) };
    expect(await receipts.tallies(job)).toEqual([{ page: 0, agents: 250, chunks: 3, ...once }]);
  });

  test('of many chunks and pages make exact tallies when all are added twice at the same time', async () => {
    const { plan, receipts } = await planned(1_000);
    await plan.addPage(job, aPage(agentIds(12), { page: 1 }));
    const chunks = Array.from({ length: 10 }, (_, chunk) => aReceipt(agentIds(100), { chunk }));
    const all = [...chunks, aReceipt(agentIds(12), { page: 1 })];
    await Promise.all([...all, ...all].map((receipt) => receipts.add(job, receipt)));
    const done = (agents: number, chunksOf: number) => ({
      agents,
      agentsDone: agents,
      chunks: chunksOf,
      chunksDone: chunksOf,
      counts: counts({ matched: agents, loggedOut: agents }),
    });
    expect(await receipts.tallies(job)).toEqual([
      { page: 0, ...done(1_000, 10) },
      { page: 1, ...done(12, 1) },
    ]);
  });
}
