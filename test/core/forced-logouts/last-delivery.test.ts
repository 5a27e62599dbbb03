import { describe, expect, test } from '@jest/globals';
import type { AgentEvent } from '#core/agents/events.ts';
import type { Publisher } from '#core/change.ts';
import type { JobEvent } from '#core/forced-logouts/events.ts';
import type { LogoutMessage } from '#core/forced-logouts/ports.ts';
import { minutes, seconds } from '#core/instant.ts';
import { ann, anOrder, online, someDay } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { aSelector, jobKey } from '#test/support/logout-jobs.ts';
import { firstPlan, portsWithJob, progressOf } from './a-plan.ts';

const chunk: LogoutMessage = {
  type: 'chunk',
  ...jobKey,
  page: 0,
  chunk: 0,
  agents: [{ agentId: 'ann', matchedBy: { agentId: 'ann' } }],
};

const again = { lastAttempt: false };
const last = { lastAttempt: true };
const jobOfAnn = () => portsWithJob([online('ann', { teamIds: ['t1'] })], aSelector({ agentIds: ['ann'] }));

test('when the bus is down until the last delivery, the outcome is recorded and a wake-up publishes the event', async () => {
  const ports = await jobOfAnn();
  await makeUseCases(ports).workLogout(firstPlan, again);
  const bus: Publisher<AgentEvent | JobEvent> = { publish: () => Promise.reject(new Error('the bus is down')) };
  const { workLogout } = makeUseCases({ ...ports, bus });
  for (let attempt = 1; attempt < 5; attempt += 1) {
    await expect(workLogout(chunk, again)).rejects.toThrow('the bus is down');
  }
  // The job's own event still fails the message, which comes once more, from the dead letters if need be.
  await expect(workLogout(chunk, last)).rejects.toThrow('the bus is down');
  const { results } = await ports.receipts.results(jobKey, { limit: 10 });
  expect(results).toMatchObject([{ agentId: 'ann', outcome: 'loggedOut' }]);
  expect(ports.wakeUps.pending()).toContainEqual({ kind: 'agent', ...ann, at: seconds(60) });

  // So does the wake-up of the job.
  await expect(makeUseCases({ ...ports, bus }).wakeJob(jobKey)).rejects.toThrow('the bus is down');
  const { wake } = makeUseCases({ ...ports, clock: { now: () => seconds(60) } });
  for (const wakeUp of ports.wakeUps.pending()) await wake(wakeUp);
  expect(ports.bus.published().map(({ fact }) => fact.type)).toContain('AgentSignedOut');
});

test('while the bus takes no event of an agent, a chunk comes again, and is counted when it has come for the last time', async () => {
  const ports = await jobOfAnn();
  await makeUseCases(ports).workLogout(firstPlan, again);
  const bus = intercept(ports.bus, (_, call, [events]) =>
    JSON.stringify(events).includes('AgentSignedOut') ? Promise.reject(new Error('the bus is down')) : call(),
  );
  const { workLogout } = makeUseCases({ ...ports, bus });
  await expect(workLogout(chunk, again)).rejects.toThrow('the bus is down');
  expect(await ports.receipts.find(jobKey, { page: 0, chunk: 0 })).toBeUndefined();
  await workLogout(chunk, last);
  expect(await ports.receipts.find(jobKey, { page: 0, chunk: 0 })).toMatchObject({
    results: [{ outcome: 'loggedOut' }],
  });
  expect(ports.wakeUps.pending()).toContainEqual({ kind: 'agent', ...ann, at: seconds(60) });
});

describe('while the bus is down from the beginning, a job logs its agents out', () => {
  const bus = { publish: () => Promise.reject(new Error('the bus is down')) };
  const selector = aSelector({ agentIds: ['ann'] });
  const request = { timing: 'immediate', order: anOrder() } as const;
  type Ports = Awaited<ReturnType<typeof memoryPorts>>;

  /** Does the work that is in the queue, as far as it can be done. */
  async function work(ports: Ports, now = someDay) {
    const { workLogout } = makeUseCases({ ...ports, bus, clock: { now: () => now } });
    for (let message = ports.queue.take(); message; message = ports.queue.take())
      await workLogout(message, again).catch((error: unknown) =>
        expect(error).toMatchObject({ message: 'the bus is down' }),
      );
  }
  const isOut = async ({ agents }: Ports) => (await agents.load(ann))?.state.session === undefined;

  test('by its first message', async () => {
    const ports = await memoryPorts([online('ann')], { now: () => someDay });
    await makeUseCases({ ...ports, bus }).startJob('demo', selector, request);
    await work(ports);
    expect(await isOut(ports)).toBe(true);
  });

  test('by its wake-up, if that message is lost', async () => {
    const ports = await memoryPorts([online('ann')], { now: () => someDay });
    await makeUseCases({ ...ports, bus }).startJob('demo', selector, request);
    ports.queue.take();
    const now = someDay + minutes(1);
    await makeUseCases({ ...ports, bus, clock: { now: () => now } }).wakeJob(jobKey);
    await work(ports, now);
    expect(await isOut(ports)).toBe(true);
  });

  test('if it is scheduled, when it starts', async () => {
    const ports = await memoryPorts([online('ann')], { now: () => someDay });
    const startsAt = someDay + minutes(30);
    await makeUseCases({ ...ports, bus }).scheduleLogout('demo', selector, { ...request, startsAt });
    await makeUseCases({ ...ports, bus, clock: { now: () => startsAt } }).wakeJob(jobKey);
    await work(ports, startsAt);
    expect(await isOut(ports)).toBe(true);
  });
});

test('a job fails when its agents cannot be looked up, and then it is not planned any more', async () => {
  const ports = await jobOfAnn();
  const directory = intercept(ports.directory, () => Promise.reject(new Error('throttled')));
  await ports.plan.putSelector(jobKey, aSelector({ teamIds: ['t1'] }));
  const { workLogout } = makeUseCases({ ...ports, directory });
  await expect(workLogout(firstPlan, again)).rejects.toThrow('throttled');
  await workLogout(firstPlan, last);
  expect(await progressOf(ports)).toMatchObject({ status: 'failed', failure: 'Its agents could not be looked up' });
  await makeUseCases(ports).workLogout(firstPlan, again);
  expect(ports.queue.waiting()).toEqual([]);
});

test('when the bus is down as well, the failure is recorded, and published with the next delivery', async () => {
  const ports = await jobOfAnn();
  const directory = intercept(ports.directory, () => Promise.reject(new Error('throttled')));
  await ports.plan.putSelector(jobKey, aSelector({ teamIds: ['t1'] }));
  const published = intercept(ports.bus, () => Promise.reject(new Error('the bus is down')));
  await makeUseCases({ ...ports, directory, bus: published }).workLogout(firstPlan, last);
  expect(await progressOf(ports)).toMatchObject({ status: 'failed' });
  expect(ports.wakeUps.pending()).toContainEqual({ kind: 'job', ...jobKey, at: seconds(60) });
  await makeUseCases(ports).workLogout(firstPlan, again);
  expect(ports.bus.published().map(({ fact }) => fact.type)).toEqual(['LogoutJobFailed']);
});

test('a job whose agents were found does not fail because its last steps do', async () => {
  const ports = await jobOfAnn();
  const receipts = intercept(ports.receipts, () => Promise.reject(new Error('throttled')));
  const { workLogout } = makeUseCases({ ...ports, receipts });
  await expect(workLogout(firstPlan, last)).rejects.toThrow('throttled');
  expect(await progressOf(ports)).toEqual({ status: 'running', pages: 1 });
});
