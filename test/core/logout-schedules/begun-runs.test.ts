import { describe, expect, test } from '@jest/globals';
import { days, minutes, seconds } from '#core/instant.ts';
import { anOrder } from '#test/support/agents.ts';
import { makeUseCases } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { aSelector } from '#test/support/logout-jobs.ts';
import { aCentre, aContent, nightly, ten } from './a-schedule.ts';

type Centre = Awaited<ReturnType<typeof aCentre>>;

/** Reserves number 1 for the job of the occurrence. */
async function begin({ schedules }: Centre) {
  const stored = await schedules.load(nightly);
  if (stored?.state.content.type !== 'kept') throw new Error('There is no schedule');
  const content = { ...stored.state.content, next: { type: 'begun', at: ten, jobId: 1 } } as const;
  await schedules.save({ ...stored, version: stored.version + 1, state: { ...nightly, content } }, stored);
}

/** An occurrence has begun: its number is reserved, and the job is not there. */
async function begun(request: NonNullable<Parameters<typeof aContent>[0]>['request'] = {}) {
  const centre = await aCentre();
  await centre.put(aContent({ request }));
  await centre.jobs.nextJobId('demo');
  await begin(centre);
  centre.time.at = ten + seconds(90);
  return centre;
}

describe('an occurrence whose process has died after it had begun', () => {
  test('is completed by the next wake-up, and does not count again who is there', async () => {
    const refusing = { confirmsEveryone: false, maximumAgents: 1 };
    const { wakeSchedule, find, job } = await begun({ selector: aSelector({ teamIds: ['floor'] }), guard: refusing });
    await wakeSchedule(nightly);
    expect(await find()).toMatchObject({
      lastRun: { at: ten, jobId: 1 },
      next: { type: 'waiting', at: ten + days(1) },
    });
    expect([await job(1), await job(2)]).toMatchObject([{ startedAt: ten + seconds(90) }, undefined]);
  });

  test('is completed as it began before the schedule is changed', async () => {
    const { put, find, job } = await begun();
    await put(aContent({ enabled: false, request: { order: anOrder({ reason: 'changed' }) } }));
    expect(await find()).toMatchObject({ lastRun: { at: ten, jobId: 1 }, next: { type: 'disabled' } });
    expect((await job(1))?.order).toEqual(anOrder({ scheduleId: 'nightly' }));
  });

  test.each(['wake', 'delete'] as const)('is left out if it is an hour late and has no job: %s', async (by) => {
    const { time, wakeSchedule, deleteSchedule, job, skipped } = await begun();
    time.at = ten + days(3);
    if (by === 'wake') await wakeSchedule(nightly);
    else await deleteSchedule(nightly, { callerId: 'sup' });
    expect(await job(1)).toBeUndefined();
    expect(skipped().map(({ fact }) => fact)).toMatchObject([{ scheduledAt: ten, why: 'late' }]);
  });

  test('is recorded if it is an hour late and has its job', async () => {
    const { time, wakeSchedule, startJob, find, skipped } = await begun();
    const attempt = { reserved: 1, reserve: async () => 1 };
    await startJob('demo', aSelector({ agentIds: ['ann'] }), { timing: 'immediate', order: anOrder(), attempt });
    time.at = ten + days(1) - 1;
    await wakeSchedule(nightly);
    expect(await find()).toMatchObject({ lastRun: { at: ten, jobId: 1 }, next: { at: ten + days(1) } });
    expect(skipped()).toEqual([]);
  });

  test('is completed before the schedule is deleted', async () => {
    const { deleteSchedule, find, job } = await begun();
    expect(await deleteSchedule(nightly, { callerId: 'sup' })).toEqual({ type: 'done' });
    expect(await find()).toBeUndefined();
    expect(await job(1)).toBeDefined();
  });

  test('is completed within a minute without anybody who repeats the wake-up', async () => {
    const centre = await aCentre();
    const { put, time, wakeUps, advanceTo, find, job } = centre;
    const jobs = intercept(centre.jobs, (method, call) => {
      if (method === 'save') throw new Error('The process has died');
      return call();
    });
    await put();
    time.at = ten;
    wakeUps.wake(ten);
    await expect(makeUseCases({ ...centre, jobs }).wakeSchedule(nightly)).rejects.toThrow();
    expect(await find()).toMatchObject({ next: { type: 'begun', at: ten, jobId: 1 } });
    await advanceTo(ten + minutes(1));
    expect(await job(1)).toBeDefined();
    expect(await find()).toMatchObject({ lastRun: { at: ten, jobId: 1 } });
  });
});

describe('somebody who changes a schedule whose occurrence has begun', () => {
  test('succeeds if another one completes it meanwhile', async () => {
    const centre = await begun();
    let loads = 0;
    const schedules = intercept(centre.schedules, async (method, call) => {
      if (method === 'load') loads += 1;
      if (method === 'load' && loads === 2) await centre.wakeSchedule(nightly);
      return call();
    });
    const { deleteSchedule } = makeUseCases({ ...centre, schedules });
    expect(await deleteSchedule(nightly, { callerId: 'sup' })).toEqual({ type: 'done' });
  });

  test('learns so if another occurrence has begun each of three times that one is completed', async () => {
    const centre = await begun();
    let further = 2;
    const schedules = intercept(centre.schedules, async (method, call) => {
      const answer = await call();
      if (method === 'save' && further > 0) {
        further -= 1;
        await begin(centre);
      }
      return answer;
    });
    const { deleteSchedule } = makeUseCases({ ...centre, schedules });
    expect(await deleteSchedule(nightly, { callerId: 'sup' })).toEqual({ type: 'contended' });
    expect(await centre.find()).toBeDefined();
  });
});

describe('a schedule that is changed just before the number of the job is reserved', () => {
  async function changed(times: number) {
    const centre = await aCentre();
    let further = times;
    const jobs = intercept(centre.jobs, async (method, call) => {
      if (method === 'nextJobId' && further > 0) {
        further -= 1;
        await centre.put(aContent({ request: { order: anOrder({ reason: `${further} to come` }) } }));
      }
      return call();
    });
    const { wakeSchedule } = makeUseCases({ ...centre, jobs });
    await centre.put();
    centre.time.at = ten;
    return { ...centre, wakeSchedule };
  }

  test('has its occurrence as it was changed to', async () => {
    const { wakeSchedule, find, job } = await changed(2);
    await wakeSchedule(nightly);
    expect(await find()).toMatchObject({ lastRun: { at: ten, jobId: 3 } });
    expect(await job(3)).toMatchObject({ order: { reason: '0 to come' } });
  });

  test('three times has its occurrence when the queue repeats the wake-up', async () => {
    const { wakeSchedule, find } = await changed(3);
    await expect(wakeSchedule(nightly)).rejects.toThrow();
    expect(await find()).toMatchObject({ next: { type: 'waiting', at: ten } });
    await wakeSchedule(nightly);
    expect(await find()).toMatchObject({ lastRun: { at: ten } });
  });
});
