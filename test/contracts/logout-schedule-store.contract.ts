import { describe, expect, test } from '@jest/globals';
import { BadCursorError } from '#core/agents/ports.ts';
import { days } from '#core/instant.ts';
import type { ScheduleEvent, Skipped } from '#core/logout-schedules/events.ts';
import type { KeptSchedule, LastRun, LogoutSchedule, NextRun } from '#core/logout-schedules/logout-schedule.ts';
import type { LogoutScheduleStore } from '#core/logout-schedules/ports.ts';
import { aContent, nightly } from '../core/logout-schedules/a-schedule.ts';
import { anOrder, aRange, recorded, someDay, stored } from '../support/agents.ts';
import { aSelector } from '../support/logout-jobs.ts';
import { aggregateStoreContract } from './aggregate-store.contract.ts';

const { request, when } = aContent();

const aKept = (overrides: Partial<KeptSchedule> = {}): KeptSchedule => ({
  type: 'kept',
  request,
  when,
  next: { type: 'waiting', at: someDay },
  created: { at: someDay, by: 'supervisor' },
  updated: { at: someDay, by: 'supervisor' },
  ...overrides,
});

const aSchedule = (scheduleId: string, content: LogoutSchedule['content'] = aKept(), instanceId = 'demo') => ({
  instanceId,
  scheduleId,
  content,
});

const skipped: readonly Skipped[] = [
  { why: 'late' },
  { why: 'refused', refusal: { why: 'everybody', found: 3 } },
  { why: 'refused', refusal: { why: 'tooManyAgents', found: 3, maximumAgents: 2 } },
  {
    why: 'refused',
    refusal: { why: 'tooFewRemaining', teams: [{ teamId: 'floor', signedIn: 3, remaining: 0, minimum: 1 }] },
  },
  { why: 'refused', refusal: { why: 'notCounted', found: 3 } },
];

/** What every LogoutScheduleStore promises. */
export function logoutScheduleStoreContract(open: () => Promise<LogoutScheduleStore>) {
  describe('as a store of aggregates', () => {
    aggregateStoreContract<typeof nightly, LogoutSchedule, ScheduleEvent>({
      open,
      key: nightly,
      state: (n) => aSchedule('nightly', aKept({ next: { type: 'waiting', at: n } })),
      event: (sequence) =>
        recorded(
          { type: 'LogoutScheduleDeleted', ...nightly, deletedBy: 'sup' },
          { eventId: `demo/schedule/nightly/${sequence}`, sequence },
        ),
      elsewhere: {
        key: { ...nightly, instanceId: 'other' },
        state: aSchedule('nightly', aKept(), 'other'),
      },
    });
  });

  async function expectKept(schedule: LogoutSchedule, outbox: readonly ScheduleEvent[] = []) {
    const store = await open();
    const events = outbox.map((fact, n) =>
      recorded(fact, { eventId: `demo/schedule/${schedule.scheduleId}/${n + 1}`, sequence: n + 1 }),
    );
    const item = stored(schedule, { outbox: events, sequence: events.length });
    await store.save(item, undefined);
    expect(await store.load(schedule)).toEqual(item);
  }

  test.each<NextRun>([
    { type: 'disabled' },
    { type: 'waiting', at: someDay },
    { type: 'begun', at: someDay, jobId: 7 },
  ])('loads a schedule whose next occurrence is %j as it was saved', (next) =>
    expectKept(aSchedule('nightly', aKept({ next }))),
  );

  test.each<LastRun>([{ at: someDay, jobId: 7 }, ...skipped.map((each) => ({ at: someDay, skipped: each }))])(
    'loads a schedule whose last occurrence was %j as it was saved',
    (lastRun) => expectKept(aSchedule('nightly', aKept({ lastRun }))),
  );

  test('loads all that can be asked for as it was saved', async () => {
    const full = {
      timing: 'afterContact',
      selector: aSelector({
        teamIds: ['floor'],
        ipRanges: [aRange('10.0.0.0', '10.0.0.9')],
        conditions: { statuses: ['lunch'], exclude: { agentIds: ['ben'], teamIds: [] }, callerTeamIds: ['floor'] },
      }),
      order: anOrder({ reason: 'r', message: 'm', holdMinutes: 5, deadline: { minutes: 9, onDeadline: 'giveUp' } }),
    } as const;
    for (const minimumRemaining of [3, { floor: 2 }]) {
      const guard = { confirmsEveryone: false, maximumAgents: 9, minimumRemaining };
      await expectKept(aSchedule('nightly', aKept({ request: { ...full, guard } })));
    }
    await expectKept(aSchedule('nightly', { type: 'deleted', deletedAt: someDay }));
    await expectKept(aSchedule('nightly', { type: 'deleted', deletedAt: someDay, teamIds: ['floor'] }));
  });

  test('keeps every event until it is published', () =>
    expectKept(aSchedule('nightly'), [
      {
        ...{ type: 'LogoutScheduleChanged', ...nightly, order: anOrder(), timing: 'immediate' },
        ...{ selection: { teamIds: ['floor'] }, guard: { confirmEveryone: true, minimumRemaining: { floor: 2 } } },
        ...{ days: ['MON'], time: '22:00', timeZone: 'UTC', enabled: true },
      },
      ...skipped.map(
        (each) => ({ type: 'LogoutScheduleSkipped', ...nightly, order: anOrder(), scheduledAt: 1, ...each }) as const,
      ),
    ]));

  describe('the schedules of an instance', () => {
    const ids = ['a', 'b-2', 'c', 'd:x', 'e'];
    const all = () => true;
    /** A store with these, and others that are deleted. */
    async function opened() {
      const store = await open();
      const deleted = { type: 'deleted', deletedAt: someDay + days(1) } as const;
      const all = [
        ...ids.map((id) => aSchedule(id)),
        ...['0', 'b', 'z'].map((id) => aSchedule(id, deleted)),
        aSchedule('f', aKept(), 'other'),
      ];
      for (const schedule of all) await store.save(stored<LogoutSchedule, ScheduleEvent>(schedule), undefined);
      return store;
    }

    test('are in pages of any size, by id, without those that are deleted', async () => {
      const store = await opened();
      for (const limit of [1, 2, 3, 100]) {
        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await store.list('demo', { limit, ...(cursor !== undefined && { cursor }) }, all);
          expect(page.schedules.length).toBeLessThanOrEqual(limit);
          found.push(...page.schedules.map(({ scheduleId }) => scheduleId));
          cursor = page.cursor;
        } while (cursor !== undefined);
        expect(found).toEqual(ids);
      }
      expect((await store.list('demo', { limit: 1 }, all)).schedules).toEqual([aSchedule('a')]);
      expect(await (await open()).list('demo', { limit: 5 }, all)).toEqual({ schedules: [] });
    });

    test('are those that are to be shown, and a cursor names no other', async () => {
      const store = await opened();
      const some = ({ scheduleId }: { readonly scheduleId: string }) => 'bd'.includes(scheduleId.charAt(0));
      const first = await store.list('demo', { limit: 1 }, some);
      expect(first.schedules.map(({ scheduleId }) => scheduleId)).toEqual(['b-2']);
      expect(JSON.parse(Buffer.from(first.cursor ?? '', 'base64url').toString())[1]).toBe('b-2');
      const second = await store.list('demo', { limit: 1, ...(first.cursor && { cursor: first.cursor }) }, some);
      expect(second).toEqual({ schedules: [aSchedule('d:x')] });
      expect(await store.list('demo', { limit: 5 }, () => false)).toEqual({ schedules: [] });
    });

    test('are counted without those that are deleted', async () => {
      const store = await opened();
      expect(await Promise.all(['demo', 'other', 'third'].map((each) => store.count(each)))).toEqual([5, 1, 0]);
    });

    test('have cursors that are valid for no other instance', async () => {
      const store = await opened();
      const { cursor = '' } = await store.list('demo', { limit: 1 }, all);
      await expect(store.list('other', { limit: 1, cursor }, all)).rejects.toBeInstanceOf(BadCursorError);
      for (const wrong of ['', 'x', Buffer.from('["SCHEDULES#demo",""]').toString('base64url')])
        await expect(store.list('demo', { limit: 1, cursor: wrong }, all)).rejects.toBeInstanceOf(BadCursorError);
    });
  });
}
