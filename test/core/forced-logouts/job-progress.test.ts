import { expect, test } from '@jest/globals';
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
