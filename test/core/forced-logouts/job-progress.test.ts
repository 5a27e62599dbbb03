import { describe, expect, test } from '@jest/globals';
import type { JobProgress } from '#core/forced-logouts/logout-job.ts';
import { stored } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { agentIds, aJob, aPage, aReceipt, aResult, counts, jobKey } from '#test/support/logout-jobs.ts';

/** A job of 150 agents, of whom the 50 of the second chunk have been processed. */
async function aHalfDoneJob(progress: JobProgress) {
  const ports = await memoryPorts();
  const all = agentIds(150);
  await ports.jobs.save(stored(aJob({ progress })), undefined);
  await ports.plan.addPage(jobKey, aPage(all));
  const [first = '', ...others] = all.slice(100);
  const results = [aResult(first, { outcome: 'deferred' }), ...others.map((agentId) => aResult(agentId))];
  await ports.receipts.add(jobKey, aReceipt(all.slice(100), { chunk: 1, results }));
  return makeUseCases(ports);
}

test('a running job counts the agents found, and those of them who have been processed', async () => {
  const { getLogoutJob } = await aHalfDoneJob({ status: 'running' });
  expect((await getLogoutJob(jobKey))?.counts).toEqual(counts({ matched: 150, loggedOut: 49, deferred: 1 }));
});

test('a completed job has the counts with which it was completed', async () => {
  const final = counts({ matched: 3, loggedOut: 3 });
  const { getLogoutJob, listLogoutResults } = await aHalfDoneJob({ status: 'completed', finishedAt: 5, counts: final });
  expect((await getLogoutJob(jobKey))?.counts).toEqual(final);
  expect((await listLogoutResults(jobKey, { limit: 1 }))?.complete).toBe(true);
});

test('the results of a job can be read as far as it has come', async () => {
  const { listLogoutResults } = await aHalfDoneJob({ status: 'running' });
  const page = await listLogoutResults(jobKey, { limit: 100 });
  expect(page?.results.map(({ agentId }) => agentId)).toEqual(agentIds(150).slice(100));
  expect(page?.complete).toBe(false);
});

test('a job with another id or of another instance does not exist', async () => {
  const { getLogoutJob, listLogoutResults } = await aHalfDoneJob({ status: 'running' });
  for (const other of [
    { ...jobKey, jobId: 2 },
    { ...jobKey, instanceId: 'other' },
  ]) {
    expect(await getLogoutJob(other)).toBeUndefined();
    expect(await listLogoutResults(other, { limit: 1 })).toBeUndefined();
  }
});

describe('the list of jobs', () => {
  async function ids(status: JobProgress['status'] | undefined, limit: number) {
    const ports = await memoryPorts();
    for (const jobId of Array.from({ length: 9 }, (_, n) => n + 1)) {
      const progress: JobProgress =
        jobId % 3 === 0 ? { status: 'running' } : { status: 'failed', finishedAt: 1, failure: 'No answer' };
      await ports.jobs.save(stored(aJob({ jobId, progress })), undefined);
    }
    const { listLogoutJobs } = makeUseCases(ports);
    const pages: number[][] = [];
    let cursor: string | undefined;
    do {
      const page = await listLogoutJobs('demo', status ? { status } : {}, { limit, ...(cursor && { cursor }) });
      pages.push(page.jobs.map(({ job }) => job.jobId));
      cursor = page.cursor;
    } while (cursor !== undefined);
    return pages;
  }

  test.each([1, 2, 4, 100])('has each job once, the newest first, %i on a page', async (limit) => {
    expect((await ids(undefined, limit)).flat()).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect((await ids('running', limit)).flat()).toEqual([9, 6, 3]);
    expect((await ids('completed', limit)).flat()).toEqual([]);
    for (const page of await ids('failed', limit)) expect(page.length).toBeLessThanOrEqual(limit);
  });

  test('has the counts of jobs that run', async () => {
    const { listLogoutJobs } = await aHalfDoneJob({ status: 'running' });
    const { jobs } = await listLogoutJobs('demo', {}, { limit: 10 });
    expect(jobs.map((job) => job.counts)).toEqual([counts({ matched: 150, loggedOut: 49, deferred: 1 })]);
  });
});
