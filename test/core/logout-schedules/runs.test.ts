import { describe, expect, test } from '@jest/globals';
import { days, minutes, seconds } from '#core/instant.ts';
import { ann, anOrder } from '../../support/agents.ts';
import { makeUseCases } from '../../support/contact-centre.ts';
import { intercept } from '../../support/intercept.ts';
import { aSelector, jobKey } from '../../support/logout-jobs.ts';
import { aCentre, aContent, nightly, ten } from './a-schedule.ts';

describe('an occurrence', () => {
  test('is a job in the name of whoever put the schedule, and never early', async () => {
    const { put, advanceTo, job, find, work, agent } = await aCentre();
    await put(aContent({ request: { order: anOrder({ requestedBy: 'sup', reason: 'night' }) } }));
    await advanceTo(ten - 1);
    expect(await job(1)).toBeUndefined();
    await advanceTo(ten);
    expect(await job(1)).toMatchObject({
      startedAt: ten,
      order: { requestedBy: 'sup', reason: 'night', scheduleId: 'nightly' },
    });
    expect(await find()).toMatchObject({
      next: { type: 'waiting', at: ten + days(1) },
      lastRun: { at: ten, jobId: 1 },
    });
    await work();
    expect((await agent(ann))?.session).toBeUndefined();
    expect((await agent({ ...ann, agentId: 'ben' }))?.session).toBeDefined();
  });

  test('is one job, however often its wake-up fires, and is followed by the next', async () => {
    const { put, advanceTo, wakeSchedule, job } = await aCentre();
    await put();
    await advanceTo(ten);
    await Promise.all([wakeSchedule(nightly), wakeSchedule(nightly)]);
    expect(await job(2)).toBeUndefined();
    await advanceTo(ten + days(2));
    expect([await job(2), await job(3)]).toMatchObject([{ startedAt: ten + days(1) }, { startedAt: ten + days(2) }]);
    expect(await job(4)).toBeUndefined();
  });

  test('is one job if two wake-ups meet', async () => {
    const { put, time, wakeSchedule, jobs, find } = await aCentre();
    await put();
    time.at = ten;
    await Promise.all([wakeSchedule(nightly), wakeSchedule(nightly), wakeSchedule(nightly)]);
    const found = await Promise.all([1, 2, 3].map((jobId) => jobs.load({ ...jobKey, jobId })));
    expect(found.filter((each) => each !== undefined)).toHaveLength(1);
    expect(await find()).toMatchObject({ next: { at: ten + days(1) } });
  });

  test('that is less than an hour late happens all the same, and a later one is left out and told', async () => {
    const { put, time, wakeSchedule, find, skipped } = await aCentre();
    await put();
    time.at = ten + minutes(60);
    await wakeSchedule(nightly);
    expect(await find()).toMatchObject({ lastRun: { at: ten, jobId: 1 } });
    time.at = ten + days(1) + minutes(60) + 1;
    await wakeSchedule(nightly);
    const at = ten + days(1);
    expect(await find()).toMatchObject({ lastRun: { at, skipped: { why: 'late' } }, next: { at: at + days(1) } });
    expect(skipped().map(({ fact }) => fact)).toEqual([
      { type: 'LogoutScheduleSkipped', ...nightly, order: anOrder(), scheduledAt: at, why: 'late' },
    ]);
  });

  test('after an outage of days, each that was missed is told, and the latest happens if it is not too late', async () => {
    const { put, time, advanceTo, find, skipped, job } = await aCentre();
    await put();
    time.at = ten + days(3) + minutes(5);
    await advanceTo(time.at + minutes(1));
    expect(skipped()).toHaveLength(3);
    expect((await job(1))?.startedAt).toBeLessThan(ten + days(3) + minutes(6));
    expect(await find()).toMatchObject({ lastRun: { at: ten + days(3), jobId: 1 }, next: { at: ten + days(4) } });
  });
});

describe('a guard', () => {
  const floor = aSelector({ teamIds: ['floor'] });

  test.each([
    [{ confirmsEveryone: false }, { why: 'everybody', found: 3 }],
    [
      { confirmsEveryone: true, maximumAgents: 2 },
      { why: 'tooManyAgents', found: 3, maximumAgents: 2 },
    ],
    [
      { confirmsEveryone: true, minimumRemaining: 1 },
      { why: 'tooFewRemaining', teams: [{ teamId: 'floor', signedIn: 3, remaining: 0, minimum: 1 }] },
    ],
  ])('%j is compared with who is there, and told with what was counted', async (guard, refusal) => {
    const skipped = { why: 'refused', refusal };
    const { put, advanceTo, find, job, told } = await aCentre();
    await put(aContent({ request: { selector: floor, guard } }));
    await advanceTo(ten);
    expect(await job(1)).toBeUndefined();
    expect(await find()).toMatchObject({ lastRun: { at: ten, skipped }, next: { at: ten + days(1) } });
    expect(told().at(-1)).toEqual({
      ...{ type: 'LogoutScheduleSkipped', ...nightly, order: anOrder(), scheduledAt: ten },
      ...skipped,
    });
  });
});

describe('agents who cannot be counted in time', () => {
  /** Reading agents takes five seconds until an instant. */
  async function aSlowCentre(until: number) {
    const centre = await aCentre();
    const { time, wakeUps } = centre;
    const directory = intercept(centre.directory, (_, call) => {
      if (time.at < until) time.at += seconds(5);
      return call();
    });
    const { wake } = makeUseCases({ ...centre, directory });
    const guard = { confirmsEveryone: true, maximumAgents: 1 };
    await centre.put(aContent({ request: { guard } }));
    return {
      ...centre,
      async advanceSlowlyTo(end: number) {
        for (let next = 0; next <= end; next = Math.min(...wakeUps.pending().map(({ at }) => at))) {
          time.at = Math.max(time.at, next);
          for (const wakeUp of wakeUps.wake(time.at)) await wake(wakeUp);
        }
      },
    };
  }

  test('are counted again some seconds later', async () => {
    const { advanceSlowlyTo, find, job } = await aSlowCentre(ten + minutes(2));
    await advanceSlowlyTo(ten + minutes(10));
    expect(await find()).toMatchObject({ lastRun: { at: ten, jobId: 1 } });
    expect((await job(1))?.startedAt).toBeLessThan(ten + minutes(3));
  });

  test('are told if that does not help for five minutes', async () => {
    const { advanceSlowlyTo, find, skipped } = await aSlowCentre(ten + minutes(30));
    await advanceSlowlyTo(ten + minutes(10));
    const refusal = { why: 'notCounted', found: 1 };
    expect(await find()).toMatchObject({ lastRun: { at: ten, skipped: { why: 'refused', refusal } } });
    const [event, ...others] = skipped();
    expect(others).toEqual([]);
    expect(event?.at).toBeGreaterThanOrEqual(ten + minutes(5));
    expect(event?.at).toBeLessThan(ten + minutes(6));
  });
});

describe('a schedule that is changed while its guard counts', () => {
  const floor = aSelector({ teamIds: ['floor'] });
  /** At the occurrence of the first, somebody puts the second while agents are counted. */
  async function changed(first: ReturnType<typeof aContent>, second: ReturnType<typeof aContent>) {
    const centre = await aCentre();
    let isPut = false;
    const directory = intercept(centre.directory, async (_, call) => {
      if (!isPut) {
        isPut = true;
        await centre.put(second);
      }
      return call();
    });
    const { wakeSchedule } = makeUseCases({ ...centre, directory });
    await centre.put(first);
    centre.time.at = ten;
    await wakeSchedule(nightly);
    return centre;
  }
  const few = aContent({ request: { guard: { confirmsEveryone: true, maximumAgents: 5 } } });
  const tooMany = aContent({ request: { selector: floor, guard: { confirmsEveryone: true, maximumAgents: 1 } } });

  test('has the guard of the new content count, which refuses', async () => {
    const { job, find } = await changed(few, tooMany);
    expect(await job(1)).toBeUndefined();
    expect(await find()).toMatchObject({
      lastRun: { at: ten, skipped: { refusal: { why: 'tooManyAgents', found: 3 } } },
    });
  });

  test('has the guard of the new content count, which does not', async () => {
    const { job, skipped } = await changed(tooMany, few);
    expect(skipped()).toEqual([]);
    expect(await job(1)).toBeDefined();
  });
});
