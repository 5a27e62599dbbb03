import { describe, expect, test } from '@jest/globals';
import { days, minutes, seconds } from '#core/instant.ts';
import { mostSchedules } from '#core/logout-schedules/use-cases.ts';
import { anOrder, someDay } from '../../support/agents.ts';
import { aSelector, jobKey } from '../../support/logout-jobs.ts';
import { aCentre, aContent, nightly, ten, tenEveryDay } from './a-schedule.ts';

describe('a schedule', () => {
  test('that is put again with the same content does not change, whoever puts it', async () => {
    const { put, schedules, told, wakeUps, time, advanceTo } = await aCentre();
    await put();
    await advanceTo(someDay + minutes(2));
    const before = await schedules.load(nightly);
    time.at += seconds(5);
    const order = anOrder({ requestedBy: 'another', from: { via: 'token', ipAddress: '192.0.2.7' } });
    expect(await put(aContent({ request: { order } }))).toMatchObject({
      type: 'done',
      content: { updated: { at: someDay, by: 'supervisor' } },
    });
    expect(await schedules.load(nightly)).toEqual(before);
    expect(told()).toHaveLength(1);
    expect(wakeUps.pending().filter(({ at }) => at === ten)).toHaveLength(1);
  });

  test('that changes is of whoever changed it, and keeps who made it', async () => {
    const { put, find, told, time } = await aCentre();
    await put();
    time.at += minutes(1);
    const order = anOrder({ requestedBy: 'another', reason: 'late shift' });
    await put(aContent({ request: { order }, when: { ...tenEveryDay, minuteOfDay: 23 * 60 } }));
    expect(await find()).toMatchObject({
      created: { at: someDay, by: 'supervisor' },
      updated: { at: time.at, by: 'another' },
      next: { at: ten + minutes(60) },
    });
    expect(told()).toEqual([
      expect.objectContaining({ type: 'LogoutScheduleChanged', time: '22:00', enabled: true, order: anOrder() }),
      expect.objectContaining({ type: 'LogoutScheduleChanged', time: '23:00', enabled: true, order }),
    ]);
  });

  test.each([
    ['is disabled', aContent({ enabled: false })],
    ['gets another time', aContent({ when: { ...tenEveryDay, minuteOfDay: 9 * 60 } })],
  ])('that %s has no occurrence that has not begun', async (_, content) => {
    const { put, advanceTo, time, wakeSchedule, job } = await aCentre();
    await put();
    await advanceTo(ten - 1);
    time.at = ten + seconds(1);
    await put(content);
    await wakeSchedule(nightly);
    expect(await job(1)).toBeUndefined();
  });

  test('that is enabled again goes on with the next occurrence', async () => {
    const { put, advanceTo, find, job } = await aCentre();
    await put(aContent({ enabled: false }));
    expect((await find())?.next).toEqual({ type: 'disabled' });
    await advanceTo(ten + days(2));
    expect(await job(1)).toBeUndefined();
    await put();
    await advanceTo(ten + days(3));
    expect(await find()).toMatchObject({ lastRun: { at: ten + days(3), jobId: 1 } });
  });

  test('whose occurrence is due and has not begun happens as it was changed to', async () => {
    const { put, time, wakeSchedule, job } = await aCentre();
    await put();
    time.at = ten + seconds(1);
    await put(aContent({ request: { order: anOrder({ reason: 'changed' }) } }));
    await wakeSchedule(nightly);
    expect(await job(1)).toMatchObject({ order: { reason: 'changed' } });
  });

  test('that gets further days keeps an occurrence that is due', async () => {
    const { put, time, wakeSchedule, job, find } = await aCentre();
    await put(aContent({ when: { ...tenEveryDay, days: ['SAT'] } }));
    time.at = ten + seconds(5);
    await put(aContent({ when: { ...tenEveryDay, days: ['SAT', 'SUN'] } }));
    await wakeSchedule(nightly);
    expect(await job(1)).toBeDefined();
    expect(await find()).toMatchObject({ lastRun: { at: ten, jobId: 1 }, next: { at: ten + days(1) } });
  });

  test.each([
    ['disabled', aContent({ enabled: false })],
    ['moved to another time', aContent({ when: { ...tenEveryDay, minuteOfDay: 23 * 60 } })],
  ])('that is %s when an occurrence is due says that this one is left out', async (_, content) => {
    const { put, time, find, skipped } = await aCentre();
    await put();
    time.at = ten;
    await put(content);
    expect(skipped().map(({ fact }) => fact)).toMatchObject([{ scheduledAt: ten, why: 'changed' }]);
    expect(await find()).toMatchObject({ lastRun: { at: ten, skipped: { why: 'changed' } } });
  });

  test('that is changed where the clock is a little behind does not repeat an occurrence', async () => {
    const { put, advanceTo, time, find } = await aCentre();
    await put();
    await advanceTo(ten);
    time.at = ten - 1;
    await put(aContent({ request: { order: anOrder({ reason: 'changed' }) } }));
    expect(await find()).toMatchObject({ lastRun: { jobId: 1 }, next: { at: ten + days(1) } });
  });

  test('that is changed before an occurrence is due leaves none out', async () => {
    const { put, time, skipped } = await aCentre();
    await put();
    time.at = ten - 1;
    await put(aContent({ enabled: false }));
    expect(skipped()).toEqual([]);
  });

  test('whose wake-up was lost gets one when it is put again', async () => {
    const { put, time, wakeUps, advanceTo, find } = await aCentre();
    await put();
    wakeUps.wake(ten);
    time.at = ten + minutes(5);
    await put();
    await advanceTo(time.at + minutes(1));
    expect(await find()).toMatchObject({ lastRun: { at: ten, jobId: 1 } });
  });

  test(`is not made when an instance has ${mostSchedules}, and those that are there can be changed`, async () => {
    const { put, deleteSchedule } = await aCentre();
    const keyOf = (n: number) => ({ instanceId: 'demo', scheduleId: `s${n}` });
    for (let n = 0; n < mostSchedules; n += 1) await put(aContent(), keyOf(n));
    expect(await put()).toEqual({ type: 'tooMany' });
    expect(await put(aContent({ enabled: false }), keyOf(0))).toMatchObject({ type: 'done' });
    expect(await put(aContent(), { ...nightly, instanceId: 'other' })).toMatchObject({ type: 'done' });
    await deleteSchedule(keyOf(1), { callerId: 'sup' });
    expect(await put()).toMatchObject({ type: 'done' });
  });
});

describe('a caller who is limited to teams', () => {
  const limitedTo = (...callerTeamIds: string[]) =>
    aContent({ request: { selector: aSelector({ teamIds: ['floor'], conditions: { callerTeamIds } }) } });
  const of = (...teamIds: string[]) => ({ callerId: 'lim', teamIds });

  test.each([
    ['the same team', limitedTo('floor'), of('floor'), true],
    ['more teams', limitedTo('floor'), of('night', 'floor'), true],
    ['fewer teams', limitedTo('floor', 'night'), of('floor'), false],
    ['another team', limitedTo('night'), of('floor'), false],
    ['no team that it was limited to', aContent(), of('floor'), false],
  ])('reaches a schedule of %s: %j by %j is %s', async (_, content, caller, isReached) => {
    const { put, find, listSchedules, deleteSchedule, schedules } = await aCentre();
    await put(content);
    const before = await schedules.load(nightly);
    expect((await find(caller)) !== undefined).toBe(isReached);
    const listed = await listSchedules({ instanceId: 'demo', ...caller }, { limit: 10 });
    expect(listed.schedules).toHaveLength(isReached ? 1 : 0);
    const mine = limitedTo(...caller.teamIds);
    const other = { ...mine, enabled: false };
    expect((await put(other)).type).toBe(isReached ? 'done' : 'unknown');
    expect((await deleteSchedule(nightly, caller)).type).toBe(isReached ? 'done' : 'unknown');
    // Only whoever reaches it learns that it is gone.
    expect((await deleteSchedule(nightly, caller)).type).toBe(isReached ? 'done' : 'unknown');
    if (!isReached) expect(await schedules.load(nightly)).toEqual(before);
  });

  test('keeps the limits of a schedule that somebody without limits puts, who does not lift them', async () => {
    const { put, putSchedule, find } = await aCentre();
    await put(limitedTo('floor'));
    await putSchedule(nightly, { ...aContent({ enabled: false }), keepsLimits: true });
    expect(await find(of('floor'))).toMatchObject({ next: { type: 'disabled' } });
    await putSchedule(nightly, aContent());
    expect(await find(of('floor'))).toBeUndefined();
  });

  test('keeps these limits in every job', async () => {
    const { put, advanceTo, plan } = await aCentre();
    await put(limitedTo('floor'));
    await advanceTo(ten);
    expect(await plan.selector(jobKey)).toMatchObject({ conditions: { callerTeamIds: ['floor'] } });
  });
});
