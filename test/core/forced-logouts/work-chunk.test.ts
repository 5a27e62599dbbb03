import { describe, expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import type { JobProgress } from '#core/forced-logouts/logout-job.ts';
import type { ChunkMessage } from '#core/forced-logouts/work-chunk.ts';
import { minutes } from '#core/instant.ts';
import { ann, online, someDay, stored } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { aJob, aPage, aSelector, jobKey } from '#test/support/logout-jobs.ts';

const chunkOf = (agentIds: readonly string[], chunk = 0): ChunkMessage => ({
  type: 'chunk',
  ...jobKey,
  page: 0,
  chunk,
  agents: agentIds.map((agentId) => ({ agentId, matchedBy: { agentId } })),
});

/** A running job of these agents, on one page, at some day. The calls to the agents' store are recorded. */
async function aRunningJob(staff: readonly Agent[], progress: JobProgress = { status: 'running', pages: 1 }) {
  const ports = await memoryPorts(staff, { now: () => someDay });
  const agentIds = staff.map(({ agentId }) => agentId);
  await ports.plan.putSelector(jobKey, aSelector({ agentIds }));
  await ports.plan.addPage(jobKey, aPage(agentIds));
  await ports.jobs.save(stored(aJob({ progress })), undefined);
  const calls: string[] = [];
  const agents = intercept(ports.agents, (method, call) => {
    calls.push(method);
    return call();
  });
  const { workLogout } = makeUseCases({ ...ports, agents });
  const resultsOf = async () => (await ports.receipts.results(jobKey, { limit: 10 })).results;
  return { ...ports, calls, workLogout, resultsOf };
}

const again = { lastAttempt: false };
const last = { lastAttempt: true };

describe('a chunk delivered again after its receipt', () => {
  test.each([again, last])('touches no agent, even if the agents have forgotten the job: %j', async (delivery) => {
    const { workLogout, agents, calls, resultsOf } = await aRunningJob([online('ann')]);
    await workLogout(chunkOf(['ann']), again);
    const results = await resultsOf();
    const before = await agents.load(ann);
    const signedInAgain = before && { ...before, state: online('ann'), version: before.version + 1 };
    if (signedInAgain) await agents.save(signedInAgain, before);
    calls.length = 0;
    await workLogout(chunkOf(['ann']), delivery);
    expect(calls).toEqual([]);
    expect((await agents.load(ann))?.state.session).toBeDefined();
    expect(await resultsOf()).toEqual(results);
  });

  test('completes a job whose completion an earlier delivery did not reach', async () => {
    const ports = await aRunningJob([online('ann')]);
    const receipts = intercept(ports.receipts, (method, call) =>
      method === 'tallies' ? Promise.reject(new Error('throttled')) : call(),
    );
    await expect(makeUseCases({ ...ports, receipts }).workLogout(chunkOf(['ann']), again)).rejects.toThrow('throttled');
    expect((await ports.jobs.load(jobKey))?.state.progress.status).toBe('running');
    await ports.workLogout(chunkOf(['ann']), again);
    expect((await ports.jobs.load(jobKey))?.state.progress).toMatchObject({
      status: 'completed',
      counts: { matched: 1, loggedOut: 1 },
    });
  });
});

test('a completion that was saved and not published is published by the chunk’s next delivery', async () => {
  const ports = await aRunningJob([online('ann')]);
  const bus = intercept(ports.bus, (_, call, [events]) =>
    JSON.stringify(events).includes('LogoutJobCompleted') ? Promise.reject(new Error('the bus is down')) : call(),
  );
  await expect(makeUseCases({ ...ports, bus }).workLogout(chunkOf(['ann']), again)).rejects.toThrow('the bus is down');
  expect((await ports.jobs.load(jobKey))?.state.progress.status).toBe('completed');
  await ports.workLogout(chunkOf(['ann']), again);
  expect(ports.bus.published().map(({ fact }) => fact.type)).toEqual(['AgentSignedOut', 'LogoutJobCompleted']);
});

test.each<JobProgress>([{ status: 'running' }, { status: 'running', pages: 2 }])(
  'a job does not complete before all of its pages are planned: %j',
  async (progress) => {
    const { workLogout, jobs } = await aRunningJob([online('ann')], progress);
    await workLogout(chunkOf(['ann']), again);
    expect((await jobs.load(jobKey))?.state.progress).toEqual(progress);
  },
);

test('a chunk of a job that does not exist does nothing', async () => {
  const { workLogout, calls, receipts } = await aRunningJob([online('ann')]);
  await workLogout({ ...chunkOf(['ann']), jobId: 2 }, again);
  expect(calls).toEqual([]);
  expect(await receipts.find({ ...jobKey, jobId: 2 }, { page: 0, chunk: 0 })).toBeUndefined();
});

test('an agent who signed in after the job was started stays signed in', async () => {
  const later = online('ann');
  const session = later.session && { ...later.session, signedInAt: someDay + minutes(1) };
  const { workLogout, resultsOf } = await aRunningJob([{ ...later, ...(session && { session }) }]);
  await workLogout(chunkOf(['ann']), again);
  expect(await resultsOf()).toMatchObject([{ agentId: 'ann', outcome: 'signedInLater' }]);
});

describe('an agent who cannot be logged out', () => {
  async function withFault() {
    const ports = await aRunningJob([online('ann'), online('bob')]);
    const agents = intercept(ports.agents, (method, call, [key]) =>
      method === 'load' && JSON.stringify(key).includes('"ann"') ? Promise.reject(new Error('throttled')) : call(),
    );
    return { ...ports, ...makeUseCases({ ...ports, agents }) };
  }
  const both = chunkOf(['ann', 'bob']);

  test('fails the delivery, after the others were logged out, and nothing is counted', async () => {
    const { workLogout, agents, resultsOf } = await withFault();
    await expect(workLogout(both, again)).rejects.toThrow('throttled');
    expect((await agents.load({ ...ann, agentId: 'bob' }))?.state.session).toBeUndefined();
    expect(await resultsOf()).toEqual([]);
  });

  test('has failed on the last delivery, and the job completes', async () => {
    const { workLogout, resultsOf, jobs } = await withFault();
    await workLogout(both, last);
    expect(await resultsOf()).toMatchObject([
      { agentId: 'ann', outcome: 'failed', matchedBy: { agentId: 'ann' } },
      { agentId: 'bob', outcome: 'loggedOut' },
    ]);
    expect((await jobs.load(jobKey))?.state.progress.status).toBe('completed');
  });
});

test('an agent whom another chunk has processed is counted there alone', async () => {
  const { workLogout, resultsOf, receipts } = await aRunningJob([online('ann')]);
  await workLogout(chunkOf(['ann'], 0), again);
  await workLogout(chunkOf(['ann'], 1), again);
  expect(await resultsOf()).toHaveLength(1);
  expect(await receipts.find(jobKey, { page: 0, chunk: 1 })).toMatchObject({ agents: 1, results: [] });
});
