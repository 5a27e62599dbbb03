import { describe, expect, test } from '@jest/globals';
import { makeMemoryLogoutJobs } from '#adapters/memory/forced-logouts.ts';
import type { Backends } from '#core/agents/backend.ts';
import { failedAgents, makeFinishJob } from '#core/forced-logouts/job-progress.ts';
import type { JobProgress } from '#core/forced-logouts/logout-job.ts';
import { seconds } from '#core/instant.ts';
import { someDay, stored } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { agentIds, aJob, aPage, aReceipt, aResult, counts, jobKey } from '#test/support/logout-jobs.ts';
import { makeOwningBackend } from '#test/support/owning-backend.ts';

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

test('a job whose agents a backend takes out says when it will end, as soon as all of them are found', async () => {
  const time = { at: someDay + seconds(30) };
  const ports = await memoryPorts([], { now: () => time.at });
  const { backend } = makeOwningBackend({ clock: ports.clock });
  backend.pace = { perSecond: 1, atOnce: 1 };
  const endOf = async (progress: JobProgress, backends: Backends = () => backend) => {
    const { receipts, plan, jobs } = makeMemoryLogoutJobs();
    await jobs.save(stored(aJob({ progress })), undefined);
    for (const page of [0, 1]) await plan.addPage(jobKey, aPage(agentIds(50), { page }));
    await receipts.add(jobKey, aReceipt(agentIds(50).slice(0, 20), { page: 1 }));
    const { getLogoutJob } = makeUseCases({ ...ports, receipts, plan, jobs, backends });
    return (await getLogoutJob(jobKey))?.expectedEndAt;
  };
  expect(await endOf({ status: 'running', sentPages: 2 })).toBeUndefined();
  expect(await endOf({ status: 'running', pages: 2 })).toBe(time.at + seconds(80));
  expect(await endOf({ status: 'running', pages: 2 }, () => undefined)).toBeUndefined();
  expect(await endOf({ status: 'failed', finishedAt: someDay, failure: 'No answer' })).toBeUndefined();
  time.at = someDay + seconds(100);
  expect(await endOf({ status: 'running', pages: 2 })).toBe(time.at + seconds(400));
});

test('whoever could not be logged out is read from the results, however many there are', async () => {
  const { receipts, plan } = makeMemoryLogoutJobs();
  const ids = agentIds(1_100);
  await plan.addPage(jobKey, aPage(ids));
  expect(await failedAgents(receipts, jobKey)).toEqual(new Set());
  const results = ids.map((agentId, n) => aResult(agentId, n === 7 ? {} : { outcome: 'failed' }));
  await receipts.add(jobKey, aReceipt(ids, { results }));
  expect(await failedAgents(receipts, jobKey)).toEqual(new Set(ids.filter((agentId) => agentId !== 'agent-7')));
});

test('the results of a job are not read if nobody has failed', async () => {
  const tallies = [{ page: 0, agents: 1, agentsDone: 1, chunks: 1, chunksDone: 1, counts: counts({ loggedOut: 1 }) }];
  const results = () => Promise.reject(new Error('read'));
  const receipts = { tallies: async () => tallies, results, add: async () => {} };
  expect(await failedAgents({ ...makeMemoryLogoutJobs().receipts, ...receipts }, jobKey)).toEqual(new Set());
});

test.each<[string, JobProgress]>([
  ['has not begun', { status: 'created' }],
  ['is not planned to its end', { status: 'running', sentPages: 1 }],
])('a job that %s is not completed, and nothing is counted for that', async (_, progress) => {
  const { jobs, plan, receipts } = makeMemoryLogoutJobs();
  await jobs.save(stored(aJob({ progress })), undefined);
  const tallies = () => Promise.reject(new Error('counted'));
  const ports = await memoryPorts();
  const finishJob = makeFinishJob({
    jobs,
    plan,
    receipts: { ...receipts, tallies },
    queue: ports.queue,
    changeJob: () => Promise.reject(new Error('changed')),
  });
  expect(await finishJob(jobKey)).toMatchObject({ progress });
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

  test('is read once for a page that is full', async () => {
    const ports = await memoryPorts();
    for (const jobId of [1, 2, 3]) await ports.jobs.save(stored(aJob({ jobId })), undefined);
    const reads: string[] = [];
    const jobs = intercept(ports.jobs, (method, call) => {
      reads.push(method);
      return call();
    });
    await makeUseCases({ ...ports, jobs }).listLogoutJobs('demo', {}, { limit: 2 });
    expect(reads).toEqual(['latest']);
  });

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
