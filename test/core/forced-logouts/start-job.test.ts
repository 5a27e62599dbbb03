import { describe, expect, test } from '@jest/globals';
import type { Reservation } from '#core/access/idempotency.ts';
import type { LogoutRequest } from '#core/forced-logouts/logout-job.ts';
import { days, minutes, seconds } from '#core/instant.ts';
import { anOrder, online, someDay, stored } from '#test/support/agents.ts';
import { aContactCentre, makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { aJob, aSelector, counts, jobKey } from '#test/support/logout-jobs.ts';
import { firstPlan } from './a-plan.ts';

const request: LogoutRequest = { timing: 'immediate', order: anOrder() };
const selector = aSelector({ agentIds: ['ann'] });

describe('a job that may be asked for again', () => {
  test('has the number that was reserved for all attempts', async () => {
    const ports = await memoryPorts([online('ann')]);
    const { startJob } = makeUseCases(ports);
    const reserved: number[] = [];
    const attempt: Reservation = {
      reserve: async (number) => {
        reserved.push(number);
        return 7;
      },
    };
    expect(await startJob('demo', selector, { ...request, attempt })).toEqual({ ...jobKey, jobId: 7 });
    expect(await startJob('demo', selector, { ...request, attempt: { ...attempt, reserved: 7 } })).toEqual({
      ...jobKey,
      jobId: 7,
    });
    expect([reserved, ports.bus.published().length]).toEqual([[1], 1]);
    expect((await ports.jobs.load({ ...jobKey, jobId: 7 }))?.state).not.toHaveProperty('attempt');
  });

  test('of few agents is no job, unless an earlier attempt has made one of it', async () => {
    const { forceLogouts } = makeUseCases(await memoryPorts([online('ann')]));
    const attempt = { requestId: 'req-1', since: 0, isFurther: true, reserve: async () => 7 };
    const outcome = await forceLogouts('demo', selector, { ...request, attempt: { ...attempt, reserved: 7 } });
    expect(outcome).toEqual({ type: 'job', job: { ...jobKey, jobId: 7 } });
    expect(await forceLogouts('demo', selector, { ...request, attempt })).toMatchObject({ type: 'done' });
  });
});

test('a job that the queue does not take is made all the same, and sent by its wake-up', async () => {
  const centre = await aContactCentre([online('ann')]);
  const queue = intercept(centre.queue, () => Promise.reject(new Error('throttled')));
  const { startJob } = makeUseCases({ ...centre, queue });
  expect(await startJob('demo', selector, request)).toEqual(jobKey);
  expect(centre.reports).toEqual(['The job is created but not sent to the queue; its wake-up will send it']);
  await centre.advanceTo(someDay + minutes(1));
  expect(centre.queue.waiting()).toMatchObject([firstPlan]);
});

test('the selector of a job that is scheduled is kept as long as that of one that begins then', async () => {
  const ports = await memoryPorts();
  const kept: unknown[] = [];
  const plan = intercept(ports.plan, (_, call, [, , keptFrom]) => {
    kept.push(keptFrom);
    return call();
  });
  const { startJob } = makeUseCases({ ...ports, plan });
  await startJob('demo', selector, { ...request, startsAt: someDay + days(2) });
  await startJob('demo', selector, request);
  expect(kept).toEqual([someDay + days(2), undefined]);
  expect(ports.queue.waiting()).toHaveLength(1);
});

test('a job that cannot be taken back at once is taken back by its wake-up', async () => {
  const centre = await aContactCentre([online('ann')]);
  await centre.startJob('demo', selector, request);
  centre.queue.take();
  const queue = intercept(centre.queue, () => Promise.reject(new Error('throttled')));
  const { cancelJob } = makeUseCases({ ...centre, queue });
  expect(await cancelJob(jobKey, { cancelledBy: 'boss' })).toEqual({ type: 'cancelled' });
  expect(centre.queue.waiting()).toEqual([]);
  await centre.advanceTo(someDay + minutes(1));
  expect(centre.queue.waiting()).toMatchObject([firstPlan]);
});

test('a job that is cancelled is looked through at once, and again when what was under way is done', async () => {
  const centre = await aContactCentre([online('ann')]);
  await centre.startJob('demo', selector, request);
  centre.queue.take();
  await centre.cancelJob(jobKey, { cancelledBy: 'boss' });
  expect([centre.queue.take(someDay), centre.queue.take(someDay)]).toEqual([firstPlan, undefined]);
  expect([centre.queue.take(someDay + seconds(15) - 1), centre.queue.take(someDay + seconds(15))]).toEqual([
    undefined,
    firstPlan,
  ]);
});

describe('the list of jobs', () => {
  test('gives a short page and a cursor if a status is rare, so that nobody waits long', async () => {
    const ports = await memoryPorts();
    for (const jobId of Array.from({ length: 50 }, (_, n) => n + 1)) {
      const end = { finishedAt: someDay, counts: counts() };
      const progress = jobId === 1 ? ({ status: 'running' } as const) : ({ status: 'completed', ...end } as const);
      await ports.jobs.save(stored(aJob({ jobId, progress })), undefined);
    }
    let looks = 0;
    const jobs = intercept(ports.jobs, (method, call) => {
      if (method === 'latest') looks += 1;
      return call();
    });
    const { listLogoutJobs } = makeUseCases({ ...ports, jobs });
    const first = await listLogoutJobs('demo', { status: 'running' }, { limit: 2 });
    expect([first.jobs, looks]).toEqual([[], 20]);
    const { cursor = '' } = first;
    const second = await listLogoutJobs('demo', { status: 'running' }, { limit: 2, cursor });
    expect(second.jobs.map(({ job }) => job.jobId)).toEqual([1]);
    expect(second).not.toHaveProperty('cursor');
    const completed = await listLogoutJobs('demo', { status: 'completed' }, { limit: 2 });
    expect(completed.jobs.map(({ job }) => job.jobId)).toEqual([50, 49]);
  });
});
