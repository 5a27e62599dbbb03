import { describe, expect, test } from '@jest/globals';
import { anOrder } from '#test/support/agents.ts';
import { aSelector } from '#test/support/logout-jobs.ts';
import { aCentre, aContent, nightly, ten } from './a-schedule.ts';

describe('a schedule that was deleted', () => {
  test('does nothing, and is made anew by a put, with events that go on counting', async () => {
    const { put, find, deleteSchedule, advanceTo, job, told, scheduleBus, listSchedules } = await aCentre();
    await put();
    expect(await deleteSchedule(nightly, { callerId: 'sup' })).toEqual({ type: 'done' });
    expect(await deleteSchedule(nightly, { callerId: 'sup' })).toEqual({ type: 'done' });
    expect(await find()).toBeUndefined();
    expect(await listSchedules({ instanceId: 'demo' }, { limit: 10 })).toEqual({ schedules: [] });
    await advanceTo(ten);
    expect(await job(1)).toBeUndefined();
    expect(told().at(-1)).toEqual({ type: 'LogoutScheduleDeleted', ...nightly, deletedBy: 'sup' });
    await put(aContent({ request: { order: anOrder({ requestedBy: 'another' }) } }));
    expect(await find()).toMatchObject({ created: { at: ten, by: 'another' } });
    expect(await find()).not.toHaveProperty('lastRun');
    expect(scheduleBus.published().map(({ eventId }) => eventId)).toEqual(
      [1, 2, 3].map((n) => `demo/schedule/nightly/${n}`),
    );
  });

  test('leaves only when that was, and the teams of whoever stored it', async () => {
    const { put, deleteSchedule, schedules, time } = await aCentre();
    const selector = aSelector({ agentIds: ['ann'], conditions: { callerTeamIds: ['floor'] } });
    await put(aContent({ request: { selector } }));
    await deleteSchedule(nightly, { callerId: 'sup' });
    expect((await schedules.load(nightly))?.state).toEqual({
      ...nightly,
      content: { type: 'deleted', deletedAt: time.at, teamIds: ['floor'] },
    });
  });

  test('says who has deleted it, and where they asked for it', async () => {
    const { put, deleteSchedule, told } = await aCentre();
    await put();
    const from = { via: 'apiKey', ipAddress: '192.0.2.7' } as const;
    await deleteSchedule(nightly, { callerId: 'sup', from });
    expect(told().at(-1)).toEqual({
      ...{ type: 'LogoutScheduleDeleted', ...nightly },
      ...{ deletedBy: 'sup', deletedFrom: from },
    });
  });
});

describe('a schedule that was never there', () => {
  test('is not found', async () => {
    const { find } = await aCentre();
    expect(await find()).toBeUndefined();
  });

  test('is deleted without a trace', async () => {
    const { deleteSchedule, schedules, told } = await aCentre();
    expect(await deleteSchedule(nightly, { callerId: 'sup' })).toEqual({ type: 'done' });
    expect(await schedules.load(nightly)).toBeUndefined();
    expect(told()).toEqual([]);
  });

  test('does nothing when its wake-up fires, which was set before it was to be saved', async () => {
    const { wakeSchedule, schedules, told } = await aCentre();
    await wakeSchedule(nightly);
    expect(await schedules.load(nightly)).toBeUndefined();
    expect(told()).toEqual([]);
  });
});
