import { expect, test } from '@jest/globals';
import { signIn } from '#core/agents/presence.ts';
import { UnreadableItemError } from '#core/change.ts';
import type { LogoutMessage } from '#core/forced-logouts/ports.ts';
import { anAddress, ann, anOrder, online, someDay, stored } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { aJob, aSelector } from '#test/support/logout-jobs.ts';

const key = (jobId: number) => ({ instanceId: 'demo', jobId });
const chunkOf = (jobId: number): LogoutMessage => ({
  type: 'chunk',
  ...key(jobId),
  page: 0,
  chunk: 0,
  agents: [{ agentId: 'ann', matchedBy: { agentId: 'ann' } }],
});
const again = { lastAttempt: false };
const command = {
  status: 'Available',
  statusType: 'ROUTABLE',
  ipAddress: anAddress('10.0.0.1'),
  takeOver: true,
} as const;

/** Ann is reached by this many jobs, of which the chunks before `receiptsFrom` are killed before their receipt. */
async function annAfterJobs(jobs: number, receiptsFrom: number) {
  const time = { at: someDay };
  const ports = await memoryPorts([online('ann')], { now: () => time.at });
  const useCases = makeUseCases(ports);
  for (let jobId = 1; jobId <= jobs; jobId += 1) {
    await ports.plan.putSelector(key(jobId), aSelector({ agentIds: ['ann'] }));
    const plan = aJob({ jobId, order: anOrder(), startedAt: time.at, progress: { status: 'running', pages: 1 } });
    await ports.jobs.save(stored(plan), undefined);
    await ports.plan.addPage(key(jobId), { page: 0, found: [{ by: 'agentIds', agentIds: ['ann'] }] });
    const receipts = intercept(ports.receipts, (method, call) =>
      method === 'add' && jobId < receiptsFrom ? Promise.reject(new Error('killed')) : call(),
    );
    await makeUseCases({ ...ports, receipts })
      .workLogout(chunkOf(jobId), again)
      .catch(() => undefined);
    time.at += 1;
    await useCases.changeAgent(ann, (agent, now) => signIn(agent, { ...command, sessionId: `s${jobId}` }, now));
    time.at += 1;
  }
  return { ...ports, ...useCases };
}

test.each([5, 6, 30])(
  'after %d unfinished jobs a redelivered chunk of the first has the result of the first',
  async (jobs) => {
    const centre = await annAfterJobs(jobs, jobs + 1);
    for (let jobId = 1; jobId <= jobs; jobId += 1) {
      await centre.workLogout(chunkOf(jobId), again);
      const { results } = await centre.receipts.results(key(jobId), { limit: 10 });
      expect(results).toMatchObject([{ agentId: 'ann', outcome: 'loggedOut' }]);
    }
    expect((await centre.getAgent(ann))?.session).toBeDefined();
  },
);

test('the marks of completed jobs are forgotten beyond four, and those of unfinished ones stay', async () => {
  const centre = await annAfterJobs(9, 3);
  const marks = (await centre.getAgent(ann))?.logoutMarks.map(({ jobId }) => jobId);
  expect(marks).toEqual([9, 8, 7, 6, 2, 1]);
  const types = new Set(centre.bus.published().map(({ fact }) => fact.type));
  expect(types).toEqual(new Set(['AgentSignedOut', 'LogoutJobCompleted', 'AgentSignedIn']));
});

test('the marks of jobs that cannot be read stay, and no agent fails because of them', async () => {
  const centre = await annAfterJobs(5, 1);
  const jobs = intercept(centre.jobs, (method, call, [job]) =>
    method === 'load' && Object(job).jobId <= 5 ? Promise.reject(new UnreadableItemError('JOB', 'damaged')) : call(),
  );
  await centre.plan.putSelector(key(6), aSelector({ agentIds: ['ann'] }));
  const startedAt = someDay + 100;
  const plan = aJob({ jobId: 6, order: anOrder(), startedAt, progress: { status: 'running', pages: 1 } });
  await centre.jobs.save(stored(plan), undefined);
  await makeUseCases({ ...centre, jobs }).workLogout(chunkOf(6), again);
  const { results } = await centre.receipts.results(key(6), { limit: 10 });
  expect(results).toMatchObject([{ agentId: 'ann', outcome: 'loggedOut' }]);
  const marks = (await centre.getAgent(ann))?.logoutMarks.map(({ jobId }) => jobId);
  expect(marks).toEqual([6, 5, 4, 3, 2]);
});
