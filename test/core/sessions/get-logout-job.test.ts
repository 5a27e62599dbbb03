import { expect, test } from '@jest/globals';
import { makeMemoryLogoutJobs } from '#adapters/memory/logout-jobs.ts';
import { makeGetLogoutJob } from '#core/sessions/get-logout-job.ts';
import { makeListLogoutResults } from '#core/sessions/list-logout-results.ts';
import type { JobProgress } from '#core/sessions/logout-job.ts';
import { stored } from '#test/support/agents.ts';
import { agentIds, aJob, aPage, aReceipt, aResult, counts } from '#test/support/logout-jobs.ts';

const key = { instanceId: 'demo', jobId: 1 };

/** A job of 150 agents, of whom the 50 of the second chunk have been dealt with. */
async function aHalfDoneJob(progress: JobProgress) {
  const ports = makeMemoryLogoutJobs();
  const all = agentIds(150);
  await ports.jobs.save(stored(aJob({ progress })), undefined);
  await ports.plan.addPage(key, aPage(all));
  const [first = '', ...others] = all.slice(100);
  const results = [aResult(first, { outcome: 'deferred' }), ...others.map((agentId) => aResult(agentId))];
  await ports.receipts.add(key, aReceipt(all.slice(100), { chunk: 1, results }));
  return { getLogoutJob: makeGetLogoutJob(ports), listLogoutResults: makeListLogoutResults(ports) };
}

test('a running job tells how many were found and how many of them were dealt with', async () => {
  const { getLogoutJob } = await aHalfDoneJob({ status: 'running' });
  expect((await getLogoutJob(key))?.counts).toEqual(counts({ matched: 150, loggedOut: 49, deferred: 1 }));
});

test('a completed job tells the counts it was completed with', async () => {
  const final = counts({ matched: 3, loggedOut: 3 });
  const { getLogoutJob } = await aHalfDoneJob({ status: 'completed', finishedAt: 5, counts: final });
  expect((await getLogoutJob(key))?.counts).toEqual(final);
});

test('the results of a job can be read as far as it has come', async () => {
  const { listLogoutResults } = await aHalfDoneJob({ status: 'running' });
  const page = await listLogoutResults(key, { limit: 100 });
  expect(page?.results.map(({ agentId }) => agentId)).toEqual(agentIds(150).slice(100));
});

test('a job of another number or of another instance is not there', async () => {
  const { getLogoutJob, listLogoutResults } = await aHalfDoneJob({ status: 'running' });
  for (const other of [
    { ...key, jobId: 2 },
    { ...key, instanceId: 'other' },
  ]) {
    expect(await getLogoutJob(other)).toBeUndefined();
    expect(await listLogoutResults(other, { limit: 1 })).toBeUndefined();
  }
});
