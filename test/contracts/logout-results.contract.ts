import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BadCursorError } from '#core/agents/ports.ts';
import type { JobKey } from '#core/forced-logouts/logout-job.ts';
import type { ChunkReceipt, LogoutJobReceipts } from '#core/forced-logouts/ports.ts';
import { agentIds, aReceipt } from '../support/logout-jobs.ts';

const job: JobKey = { instanceId: 'demo', jobId: 1 };
const otherJob: JobKey = { instanceId: 'demo', jobId: 11 };
const elsewhere: JobKey = { instanceId: 'other', jobId: 1 };

/** What every LogoutJobReceipts promises about the results in its receipts. */
export function logoutResultsContract(open: () => Promise<LogoutJobReceipts>) {
  async function readAll(receipts: LogoutJobReceipts, limit: number) {
    const rows: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await receipts.results(job, { limit, ...(cursor !== undefined && { cursor }) });
      expect(page.results.length).toBeLessThanOrEqual(limit);
      rows.push(...page.results.map(({ agentId }) => agentId));
      cursor = page.cursor;
    } while (cursor !== undefined);
    return rows;
  }

  /** A receipt with this many results, each of another agent. */
  const receiptOf = (page: number, chunk: number, rows: number): ChunkReceipt =>
    aReceipt(
      agentIds(rows).map((agentId) => `${page}.${chunk}.${agentId}`),
      { page, chunk },
    );

  test('are listed in the order of pages and chunks, each once, whatever the limit', async () => {
    const receipts = await open();
    const all = [receiptOf(0, 0, 3), receiptOf(0, 1, 0), receiptOf(0, 2, 5), receiptOf(0, 10, 1), receiptOf(1, 0, 4)];
    for (const receipt of all.toReversed()) await receipts.add(job, receipt);
    await receipts.add(otherJob, receiptOf(9, 9, 2));
    await receipts.add(elsewhere, receiptOf(9, 9, 2));
    const rows = all.flatMap(({ results }) => results.map(({ agentId }) => agentId));
    for (const limit of [1, 2, 3, 4, 5, 12, 13, 14, 100]) expect(await readAll(receipts, limit)).toEqual(rows);
  });

  test('of a job without receipts are an empty list', async () => {
    expect(await (await open()).results(job, { limit: 10 })).toEqual({ results: [] });
  });

  test('a cursor is valid for no other job and no other instance', async () => {
    const receipts = await open();
    for (const key of [job, otherJob, elsewhere]) await receipts.add(key, receiptOf(0, 0, 3));
    const { cursor = '' } = await receipts.results(job, { limit: 1 });
    for (const key of [otherJob, elsewhere]) {
      await expect(receipts.results(key, { limit: 1, cursor })).rejects.toBeInstanceOf(BadCursorError);
    }
  });

  test('text that is no cursor is refused', async () => {
    const receipts = await open();
    await fc.assert(
      fc.asyncProperty(fc.string(), async (cursor) => {
        await expect(receipts.results(job, { limit: 1, cursor })).rejects.toBeInstanceOf(BadCursorError);
      }),
    );
  });
}
