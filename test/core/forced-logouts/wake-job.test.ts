import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { anOrder, online, someDay } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts, type UseCases } from '#test/support/contact-centre.ts';
import { agentIds, aSelector, jobKey } from '#test/support/logout-jobs.ts';
import { idsOf, progressOf } from './a-plan.ts';

const lost = () => Promise.reject(new Error('throttled'));

/** A job of seven agents of a team, on pages of three. */
async function aStartedJob(staff = agentIds(7)) {
  const time = { at: someDay };
  const ports = await memoryPorts(
    staff.map((agentId) => online(agentId, { teamIds: ['t1'] })),
    { now: () => time.at },
  );
  const through = (replaced: Partial<typeof ports> = {}) =>
    makeUseCases({ ...ports, ...replaced }, { agentsPerPage: 3 });
  const useCases = through();
  const order = { timing: 'immediate', order: anOrder() } as const;
  const deliverAll = async (workers: UseCases) => {
    for (let next = ports.queue.take(time.at); next; next = ports.queue.take(time.at))
      await workers.workLogout(next, { lastAttempt: false }).catch(() => undefined);
  };
  return {
    ...ports,
    time,
    through,
    deliverAll,
    start: (selector = aSelector({ teamIds: ['t1'] })) => useCases.startJob('demo', selector, order),
    /** Fires the wake-ups that are due until then, and does what they send. */
    async wakeUntil(end: number, workers = useCases): Promise<void> {
      for (; time.at < end; time.at += seconds(10)) {
        for (const wakeUp of ports.wakeUps.wake(time.at)) await useCases.wake(wakeUp);
        await deliverAll(workers);
      }
    },
  };
}

describe('a job that stands still', () => {
  test('because its messages are lost before they are planned, worked or completed, is continued and completes', async () => {
    for (const step of [0, 1, 2, 3, 4, 5, 6, 7, 8]) {
      const job = await aStartedJob();
      await job.start();
      const workers = job.through();
      for (let done = 0; done < step; done += 1) {
        const next = job.queue.take();
        if (next) await workers.workLogout(next, { lastAttempt: false });
      }
      while (job.queue.take());
      await job.wakeUntil(someDay + minutes(20));
      expect(await progressOf(job)).toMatchObject({ status: 'completed', counts: { matched: 7, loggedOut: 7 } });
    }
  });

  test('because no planner can send, is continued once the queue accepts messages', async () => {
    const job = await aStartedJob();
    await job.start();
    const queue = { ...job.queue, send: lost };
    await job.deliverAll(job.through({ queue }));
    expect(await progressOf(job)).toMatchObject({ status: 'running' });
    await job.wakeUntil(someDay + minutes(12));
    expect(await progressOf(job)).toMatchObject({ status: 'completed', counts: { loggedOut: 7 } });
  });

  test('is continued at longer and longer intervals', async () => {
    const job = await aStartedJob();
    await job.start();
    const first = job.queue.take();
    if (first) await job.through().workLogout(first, { lastAttempt: false });
    while (job.queue.take());
    const sent: number[] = [];
    for (; job.time.at < someDay + minutes(200); job.time.at += minutes(1)) {
      for (const wakeUp of job.wakeUps.wake(job.time.at)) await job.through().wake(wakeUp);
      if (job.queue.waiting().length > 0) sent.push((job.time.at - someDay) / minutes(1));
      while (job.queue.take());
    }
    expect(sent).toHaveLength(5);
    expect(sent.slice(1).map((at, n) => at - (sent[n] ?? 0) > 9)).toEqual([true, true, true, true]);
  });

  test('is not continued while something of it is done every few minutes', async () => {
    const job = await aStartedJob(agentIds(30));
    await job.start();
    const workers = job.through();
    const delivered: string[] = [];
    for (; job.queue.waiting().length > 0; job.time.at += minutes(4)) {
      for (const wakeUp of job.wakeUps.wake(job.time.at)) await workers.wake(wakeUp);
      const next = job.queue.take();
      if (!next) break;
      delivered.push(JSON.stringify(next));
      await workers.workLogout(next, { lastAttempt: false });
    }
    // The wake-up of a job that no worker has begun may repeat its first message.
    expect(new Set(delivered).size).toBeGreaterThanOrEqual(delivered.length - 1);
    expect(await progressOf(job)).toMatchObject({ status: 'completed' });
  });
});

test('the completion is published by the wake-up of the job when no delivery could publish it', async () => {
  const job = await aStartedJob();
  await job.start(aSelector({ agentIds: agentIds(3) }));
  const bus: typeof job.bus = {
    ...job.bus,
    publish: async ([event]) => (event?.fact.type === 'LogoutJobCompleted' ? lost() : undefined),
  };
  await job.deliverAll(job.through({ bus }));
  expect(await progressOf(job)).toMatchObject({ status: 'completed' });
  const types = () => job.bus.published().map(({ fact }) => fact.type);
  expect(types()).toEqual(['LogoutRequested']);
  await job.wakeUntil(someDay + minutes(6));
  expect(types()).toEqual(['LogoutRequested', 'LogoutJobCompleted']);
});

test('a job that waits in the queue for minutes is planned and sent once', async () => {
  const job = await aStartedJob();
  await job.start();
  for (const wait of [1, 7, 20]) {
    job.time.at = someDay + minutes(wait);
    for (const wakeUp of job.wakeUps.wake(job.time.at)) await job.through().wake(wakeUp);
  }
  expect(job.queue.waiting().length).toBeGreaterThan(1);
  const workers = job.through();
  const sent: string[] = [];
  for (let next = job.queue.take(); next; next = job.queue.take()) {
    sent.push(...idsOf([next]));
    await workers.workLogout(next, { lastAttempt: false });
  }
  expect(sent.toSorted()).toEqual(agentIds(7));
  expect(await progressOf(job)).toMatchObject({ status: 'completed' });
});

test('a finished job needs no wake-up', async () => {
  const job = await aStartedJob();
  await job.start();
  await job.wakeUntil(someDay + minutes(15));
  expect(job.wakeUps.pending().filter(({ kind }) => kind === 'job')).toEqual([]);
  expect(await job.jobs.load(jobKey)).toMatchObject({ state: { progress: { status: 'completed' } }, outbox: [] });
});
