import { describe, expect, test } from '@jest/globals';
import { days } from '#core/instant.ts';
import type { KeptSchedule, ScheduleContent } from '#core/logout-schedules/logout-schedule.ts';
import { logoutScheduleRoutes } from '#dialects/native/logout-schedules.ts';
import { aContent } from '../../core/logout-schedules/a-schedule.ts';
import { anOrder, aRange, someDay } from '../../support/agents.ts';
import { aSelector } from '../../support/logout-jobs.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, anOrigin, aRequest, sent } from '../requests.ts';

const put = routeOf(logoutScheduleRoutes, 'PUT /v1/logout-schedules/{scheduleId}');
const get = routeOf(logoutScheduleRoutes, 'GET /v1/logout-schedules/{scheduleId}');
const list = routeOf(logoutScheduleRoutes, 'GET /v1/logout-schedules');
const remove = routeOf(logoutScheduleRoutes, 'DELETE /v1/logout-schedules/{scheduleId}');

const path = { scheduleId: 'nightly' };
const key = { instanceId: 'demo', scheduleId: 'nightly' };
const nightly = {
  request: { select: { teamIds: ['floor'] } },
  days: ['FRI', 'MON'],
  at: '22:00',
  timeZone: 'Europe/Berlin',
};
const sendPut = (body: unknown, caller = aCaller('logout:bulk')) => callOf(put, aRequest({ path, body, caller }));
const faultsIn = (more: object) => faultsOf(sendPut({ ...nightly, ...more }));

describe('a schedule that is put', () => {
  test('is read with all that a forced logout can be', async () => {
    expect(await sendPut(nightly)).toEqual({
      useCase: 'putSchedule',
      args: [
        key,
        {
          request: {
            selector: { agentIds: [], teamIds: ['floor'], ipRanges: [] },
            timing: 'afterContact',
            order: { requestedBy: 'supervisor', from: anOrigin },
            guard: { confirmsEveryone: false },
          },
          when: { days: ['MON', 'FRI'], minuteOfDay: 1_320, timeZone: 'Europe/Berlin' },
          enabled: true,
          keepsLimits: true,
        },
        aCaller('logout:bulk'),
      ],
    });
    const select = { statuses: ['lunch'], minimumMinutesInStatus: 60 };
    const request = {
      select,
      exclude: { teamIds: ['night'] },
      timing: 'afterContact',
      ...{ deadlineMinutes: 10, onDeadline: 'giveUp', holdMinutes: 480, reason: 'r', message: 'm' },
      ...{ confirmEveryone: true, maximumAgents: 50, minimumRemaining: { floor: 2 } },
    };
    const { args } = await sendPut({ ...nightly, request, enabled: false });
    expect(args[1]).toMatchObject({
      request: {
        selector: { everybody: true, conditions: { ...select, exclude: { agentIds: [], teamIds: ['night'] } } },
        order: {
          ...{ requestedBy: 'supervisor', reason: 'r', message: 'm', holdMinutes: 480 },
          deadline: { minutes: 10, onDeadline: 'giveUp' },
        },
        guard: { confirmsEveryone: true, maximumAgents: 50, minimumRemaining: { floor: 2 } },
      },
      enabled: false,
    });
  });

  test('keeps the teams that its caller is limited to, who names no others', async () => {
    const caller = { ...aCaller('logout:bulk'), teamIds: ['floor'] };
    const { args } = await sendPut(nightly, caller);
    expect(args[1]).toMatchObject({ request: { selector: { conditions: { callerTeamIds: ['floor'] } } } });
    const others = { ...nightly, request: { select: { teamIds: ['floor', 'night'] } } };
    expect(await refusalOf(sendPut(others, caller))).toMatchObject({ type: 'forbidden' });
  });

  test.each([
    [undefined, undefined, undefined, true],
    [null, undefined, undefined, undefined],
    [['b', 'a', 'b'], undefined, ['a', 'b'], undefined],
    [undefined, ['floor', 'a'], ['a', 'floor'], undefined],
    [['floor'], ['floor', 'a'], ['floor'], undefined],
  ])('with limitedToTeamIds %j of a caller limited to %j is limited to %j', async (wanted, own, limits, keeps) => {
    const caller = { ...aCaller('logout:bulk'), ...(own && { teamIds: own }) };
    const { args } = await sendPut({ ...nightly, ...(wanted !== undefined && { limitedToTeamIds: wanted }) }, caller);
    const { request, keepsLimits } = args[1] as ScheduleContent;
    expect([request.selector.conditions?.callerTeamIds, keepsLimits]).toEqual([limits, keeps]);
  });

  test.each([[null], [['night']], [['floor', 'night']]])(
    'is not limited to %j by a caller who is limited to the floor',
    async (limitedToTeamIds) => {
      const caller = { ...aCaller('logout:bulk'), teamIds: ['floor'] };
      expect(await refusalOf(sendPut({ ...nightly, limitedToTeamIds }, caller))).toMatchObject({ type: 'forbidden' });
    },
  );

  test('takes the scope for many agents, also if it names one', async () => {
    const one = { ...nightly, request: { select: { agentIds: ['ann'] } } };
    expect(await refusalOf(sendPut(one, aCaller('logout:one', 'sessions:read')))).toEqual({
      type: 'forbidden',
      scope: 'logout:bulk',
    });
  });

  const notATime = (got: string) => `Must be hours and minutes from 00:00 to 23:59, like 09:30, ${got}`;
  const noZone = 'Must be a time zone of the IANA database, like Europe/Berlin or UTC';
  const noDays = 'Must be a list of one or more of MON, TUE, WED, THU, FRI, SAT, SUN';
  test.each([
    [{ at: '24:00' }, 'at', notATime('got "24:00"')],
    [{ at: '9:00' }, 'at', notATime('got "9:00"')],
    [{ at: '09:00:00' }, 'at', notATime('got "09:00:00"')],
    [{ at: '22:60' }, 'at', notATime('got "22:60"')],
    [{ at: ' 22:00' }, 'at', notATime('got " 22:00"')],
    [{ at: 1_320 }, 'at', notATime('got 1320')],
    [{ at: undefined }, 'at', notATime('but is missing')],
    [{ timeZone: 'Berlin' }, 'timeZone', `${noZone}, got "Berlin"`],
    [{ timeZone: '+02:00' }, 'timeZone', `${noZone}, got "+02:00"`],
    [{ timeZone: '' }, 'timeZone', `${noZone}, got ""`],
    [{ timeZone: 2 }, 'timeZone', `${noZone}, got 2`],
    [{ timeZone: 'x'.repeat(100_000) }, 'timeZone', `${noZone}, got "${'x'.repeat(60)}…"`],
    [{ days: [] }, 'days', `${noDays}, got a list of 0`],
    [{ days: 'MON' }, 'days', `${noDays}, got "MON"`],
    [{ days: undefined }, 'days', `${noDays}, but is missing`],
    [{ days: ['MON', 'mon'] }, 'days[1]', 'Must be one of MON, TUE, WED, THU, FRI, SAT, SUN, got "mon"'],
    [{ days: ['MON', 1] }, 'days[1]', 'Must be one of MON, TUE, WED, THU, FRI, SAT, SUN, got 1'],
    [{ days: ['MON', 'FRI', 'MON'] }, 'days', 'Must have each day once'],
    [{ limitedToTeamIds: [] }, 'limitedToTeamIds', 'Must be null, or a list of 1 to 100 team ids, got a list of 0'],
    [{ limitedToTeamIds: 'a' }, 'limitedToTeamIds', 'Must be null, or a list of 1 to 100 team ids, got "a"'],
    [{ enabled: 'yes' }, 'enabled', 'Must be true or false, got "yes"'],
    [{ until: 1 }, 'until', 'Unknown key; known are request, days, at, timeZone, enabled, limitedToTeamIds'],
  ])('is refused with %j', async (more, where, message) => {
    expect(await faultsIn(more)).toEqual([{ path: where, message }]);
  });

  const knownInRequest =
    'select, exclude, timing, deadlineMinutes, onDeadline, holdMinutes, reason, message, confirmEveryone, maximumAgents, minimumRemaining';
  const teams = nightly.request;
  test.each([
    [{ ...teams, startAt: '2026-12-01T22:00:00Z' }, 'startAt', 'Must be left out: days, at and timeZone say when'],
    [{ ...teams, dryRun: true }, 'dryRun', 'Must be left out: send the request to POST /v1/force-logouts'],
    [{ ...teams, at: '22:00' }, 'at', `Unknown key; known are ${knownInRequest}`],
    [{ select: {} }, 'select', 'Must name somebody'],
    [{ ...teams, onDeadline: 'force' }, 'onDeadline', 'Must come with deadlineMinutes'],
    [
      { ...teams, timing: 'immediate', deadlineMinutes: 5 },
      'deadlineMinutes',
      'Must come with the timing afterContact',
    ],
    [{ ...teams, exclude: { teamIds: ['floor'] } }, 'exclude', 'Must leave somebody'],
    [{ select: { ipAddresses: ['0.0.0.0/1'] } }, 'confirmEveryone', 'Must be true, for select.ipAddresses holds'],
    [
      { select: { agentIds: Array.from({ length: 1_001 }, (_, n) => `a${n}`) } },
      'select.agentIds',
      'Must be a list of at most 1000 agent ids, got a list of 1001',
    ],
  ])('is refused when its request is %j', async (request, where, message) => {
    expect(await faultsIn({ request })).toEqual([
      { path: `request.${where}`, message: expect.stringContaining(message) },
    ]);
  });

  test('has all its faults in one answer', async () => {
    const body = { request: { select: {}, startAt: 'x', reason: 7 }, days: [], at: '24:00', timeZone: 'CEST', on: 1 };
    const faults = await faultsOf(sendPut(body));
    expect(faults.map((fault) => fault.path).toSorted()).toEqual(
      ['request.select', 'request.startAt', 'request.reason', 'days', 'at', 'timeZone', 'on'].toSorted(),
    );
  });

  test.each(['', 'a/b', 'a#b', 'x'.repeat(65), '..'])('has no id like %j', async (scheduleId) => {
    expect(await faultsOf(callOf(put, aRequest({ path: { scheduleId }, body: nightly })))).toEqual([
      expect.objectContaining({ path: 'scheduleId' }),
    ]);
  });
});

const content: KeptSchedule = {
  type: 'kept',
  request: {
    ...aContent().request,
    selector: aSelector({
      teamIds: ['floor'],
      ipRanges: [aRange('10.0.0.0', '10.0.0.255')],
      conditions: { exclude: { agentIds: ['ben'], teamIds: [] }, callerTeamIds: ['floor'] },
    }),
    order: anOrder({ reason: 'night' }),
    guard: { confirmsEveryone: false, minimumRemaining: 1 },
  },
  when: { days: ['MON', 'FRI'], minuteOfDay: 570, timeZone: 'Europe/Berlin' },
  next: { type: 'waiting', at: someDay + days(2) },
  created: { at: someDay, by: 'sup' },
  updated: { at: someDay + 1, by: 'supervisor' },
};

describe('a schedule', () => {
  test('is shown as it was put, with its next occurrence', async () => {
    const answer = await answerOf(get, content, aRequest({ path }));
    expect(answer.status).toBe(200);
    expect(sent(answer)).toBe(
      '{"scheduleId":"nightly","request":{"select":{"teamIds":["floor"],"ipAddresses":["10.0.0.0-10.0.0.255"]},' +
        '"exclude":{"agentIds":["ben"]},"timing":"immediate","reason":"night","confirmEveryone":false,"minimumRemaining":1},' +
        '"days":["MON","FRI"],"at":"09:30","timeZone":"Europe/Berlin","enabled":true,"limitedToTeamIds":["floor"],"nextRunAt":"2026-11-23T09:30:00.000Z",' +
        '"createdAt":"2026-11-21T09:30:00.000Z","createdBy":"sup","updatedAt":"2026-11-21T09:30:00.001Z","updatedBy":"supervisor"}',
    );
    const { request, days, at, timeZone, enabled, limitedToTeamIds } = JSON.parse(sent(answer));
    const { args } = await sendPut({ request, days, at, timeZone, enabled, limitedToTeamIds });
    const { selector, guard } = content.request;
    expect(args[1]).toMatchObject({ when: content.when, request: { selector, guard } });
  });

  test('that is disabled has no next occurrence', async () => {
    const { body } = await answerOf(get, { ...content, next: { type: 'disabled' } }, aRequest({ path }));
    expect(body).toMatchObject({ enabled: false });
    expect(body).not.toHaveProperty('nextRunAt');
  });

  const at = '2026-11-21T09:30:00.000Z';
  const teams = [{ teamId: 'floor', signedIn: 3, remaining: 0, minimum: 1 }];
  test.each([
    [{ jobId: 7 }, { jobId: 7 }],
    [{ skipped: { why: 'late' } }, { skipped: 'late' }],
    [{ skipped: { why: 'changed' } }, { skipped: 'changed' }],
    [{ skipped: { why: 'refused', refusal: { why: 'everybody', found: 3 } } }, { skipped: 'everybody', found: 3 }],
    [
      { skipped: { why: 'refused', refusal: { why: 'tooFewRemaining', teams } } },
      { skipped: 'tooFewRemaining', teams },
    ],
  ])('says what became of the last occurrence: %j', async (lastRun, shown) => {
    const { body } = await answerOf(get, { ...content, lastRun: { at: someDay, ...lastRun } }, aRequest({ path }));
    expect(body).toMatchObject({ lastRun: { at, ...shown } });
  });

  test('is asked for by its id and the caller', async () => {
    const request = aRequest({ path });
    expect(await callOf(get, request)).toEqual({ useCase: 'getSchedule', args: [key, request.caller] });
    expect(await callOf(remove, request)).toEqual({
      useCase: 'deleteSchedule',
      args: [key, { ...request.caller, from: anOrigin }],
    });
    expect(await callOf(list, aRequest({ query: { limit: '2', cursor: 'c' } }))).toEqual({
      useCase: 'listSchedules',
      args: [request.caller, { limit: 2, cursor: 'c' }],
    });
  });

  test('that is not there, or is one of others, is not found', async () => {
    const problem = { type: 'notFound', message: 'There is no logout schedule with this id that you may see' };
    expect(await refusalOf(answerOf(get, undefined, aRequest({ path })))).toEqual(problem);
    for (const route of [put, remove])
      expect(await refusalOf(answerOf(route, { type: 'unknown' }, aRequest({ path, ...ofBody(route) })))).toEqual(
        problem,
      );
  });

  test('is deleted without a body, and listed with a cursor', async () => {
    expect(await answerOf(remove, { type: 'done' }, aRequest({ path }))).toEqual({ status: 204 });
    const { body } = await answerOf(list, { schedules: [{ ...key, content }], cursor: 'next' }, aRequest());
    expect(body).toMatchObject({ schedules: [{ scheduleId: 'nightly', at: '09:30' }], cursor: 'next' });
    expect(sent(await answerOf(list, { schedules: [] }, aRequest()))).toBe('{"schedules":[]}');
  });

  test.each([
    [{ type: 'done', content }, undefined],
    [{ type: 'tooMany' }, { type: 'conflict', message: expect.stringContaining('has 100 logout schedules') }],
    [{ type: 'contended' }, { type: 'contended' }],
  ])('that is put is answered by its outcome: %j', async (outcome, problem) => {
    const answer = answerOf(put, outcome, aRequest({ path, body: nightly }));
    if (problem) expect(await refusalOf(answer)).toEqual(problem);
    else expect((await answer).body).toMatchObject({ scheduleId: 'nightly' });
  });

  test('that others change at the same time is not deleted', async () => {
    const answer = answerOf(remove, { type: 'contended' }, aRequest({ path }));
    expect(await refusalOf(answer)).toEqual({ type: 'contended' });
  });
});

const ofBody = (route: { readonly key: string }) => (route.key.startsWith('PUT') ? { body: nightly } : {});
