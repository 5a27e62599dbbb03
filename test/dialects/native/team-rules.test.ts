import { describe, expect, test } from '@jest/globals';
import { teamRuleRoutes } from '#dialects/native/team-rules.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, aRequest } from '../requests.ts';

const putRules = routeOf(teamRuleRoutes, 'PUT /v1/teams/{teamId}/rules');
const getRules = routeOf(teamRuleRoutes, 'GET /v1/teams/{teamId}/rules');
const path = { teamId: 'sales' };
const put = (body: unknown, more: object = {}) => callOf(putRules, aRequest({ path, body, ...more }));

const all = {
  missedContacts: { mode: 'on', contacts: 3 },
  minutesInStatus: { mode: 'dryRun', minutes: 45, statuses: ['Break', 'Lunch'] },
  longContact: { mode: 'off', hours: 4, channels: ['VOICE', 'CHAT'] },
};

describe('the rules of a team', () => {
  test('are set as they are given, and shown as they are stored', async () => {
    expect(await put(all)).toEqual({ useCase: 'putTeamRules', args: ['demo', { ...path, ...all }] });
    const answer = { status: 200, body: { ...path, ...all } };
    expect(await answerOf(putRules, { type: 'done' }, aRequest({ path, body: all }))).toEqual(answer);
    expect(await callOf(getRules, aRequest({ path }))).toEqual({ useCase: 'getTeamRules', args: ['demo', 'sales'] });
    expect(await answerOf(getRules, { ...path, ...all }, aRequest({ path }))).toEqual(answer);
  });

  test('are off if they are left out', async () => {
    expect((await put({})).args).toEqual(['demo', path]);
    expect(await answerOf(getRules, path, aRequest({ path }))).toEqual({ status: 200, body: path });
  });

  test('take the limits themselves, and statuses that are given twice once', async () => {
    const least = { missedContacts: { mode: 'on', contacts: 1 }, longContact: { mode: 'on', hours: 1 } };
    expect((await put(least)).args[1]).toEqual({ ...path, ...least });
    const most = {
      missedContacts: { mode: 'on', contacts: 10 },
      minutesInStatus: { mode: 'on', minutes: 1440 },
      longContact: { mode: 'on', hours: 168 },
    };
    expect((await put(most)).args[1]).toEqual({ ...path, ...most });
    const twice = { minutesInStatus: { mode: 'on', minutes: 1, exceptStatuses: ['Break', ' Break'] } };
    expect((await put(twice)).args[1]).toMatchObject({ minutesInStatus: { exceptStatuses: ['Break'] } });
  });

  const names = 'missedContacts, minutesInStatus, longContact';
  const contacts = 'Must be a whole number of contacts, 1 to 10';
  const minutes = 'Must be a whole number of minutes, 1 to 1440';
  const hours = 'Must be a whole number of hours, 1 to 168';
  const on = { mode: 'on', minutes: 5 };
  const manyStatuses = Array.from({ length: 21 }, (_, n) => `Status ${n}`);
  test.each<[unknown, string, string]>([
    [undefined, '', `Must be an object with ${names}, but is missing`],
    [[all], '', `Must be an object with ${names}, got a list of 1`],
    [{ missedCalls: all.missedContacts }, 'missedCalls', `Unknown key; known are ${names}`],
    [{ missedContacts: 3 }, 'missedContacts', 'Must be an object with mode, contacts, got 3'],
    [{ missedContacts: null }, 'missedContacts', 'Must be an object with mode, contacts, got null'],
    [{ missedContacts: { contacts: 3 } }, 'missedContacts.mode', 'Must be off, dryRun or on, but is missing'],
    [{ missedContacts: { mode: 'On', contacts: 3 } }, 'missedContacts.mode', 'Must be off, dryRun or on, got "On"'],
    [{ missedContacts: { mode: true, contacts: 3 } }, 'missedContacts.mode', 'Must be off, dryRun or on, got true'],
    [{ missedContacts: { mode: 'off' } }, 'missedContacts.contacts', `${contacts}, but is missing`],
    [{ missedContacts: { mode: 'on', contacts: 0 } }, 'missedContacts.contacts', `${contacts}, got 0`],
    [{ missedContacts: { mode: 'on', contacts: 11 } }, 'missedContacts.contacts', `${contacts}, got 11`],
    [{ missedContacts: { mode: 'on', contacts: '3' } }, 'missedContacts.contacts', `${contacts}, got "3"`],
    [{ minutesInStatus: { mode: 'on' } }, 'minutesInStatus.minutes', `${minutes}, but is missing`],
    [{ minutesInStatus: { ...on, minutes: 0 } }, 'minutesInStatus.minutes', `${minutes}, got 0`],
    [{ minutesInStatus: { ...on, minutes: 1441 } }, 'minutesInStatus.minutes', `${minutes}, got 1441`],
    [{ minutesInStatus: { ...on, minutes: 2.5 } }, 'minutesInStatus.minutes', `${minutes}, got 2.5`],
    [
      { minutesInStatus: { ...on, statuses: [] } },
      'minutesInStatus.statuses',
      'Must have at least one of the statuses, or be left out',
    ],
    [
      { minutesInStatus: { ...on, statuses: 'Break' } },
      'minutesInStatus.statuses',
      'Must be a list of at most 20 statuses, got "Break"',
    ],
    [
      { minutesInStatus: { ...on, exceptStatuses: manyStatuses } },
      'minutesInStatus.exceptStatuses',
      'Must be a list of at most 20 statuses, got a list of 21',
    ],
    [
      { minutesInStatus: { ...on, statuses: ['Break', ''] } },
      'minutesInStatus.statuses[1]',
      'Must be 1 to 64 printable characters, got ""',
    ],
    [
      { minutesInStatus: { ...on, statuses: ['Offline'] } },
      'minutesInStatus.statuses[0]',
      'Must be another name: Offline, In-call, In-chat, In-task are shown for what an agent is doing',
    ],
    [
      { minutesInStatus: { ...on, statuses: ['Break'], exceptStatuses: ['Lunch'] } },
      'minutesInStatus.exceptStatuses',
      'Must be left out if statuses is given: the rule is about those and no others',
    ],
    [{ longContact: { mode: 'on', hours: 0 } }, 'longContact.hours', `${hours}, got 0`],
    [{ longContact: { mode: 'on', hours: 169 } }, 'longContact.hours', `${hours}, got 169`],
    [{ longContact: { mode: 'on', hours: '4' } }, 'longContact.hours', `${hours}, got "4"`],
    [
      { longContact: { mode: 'on', hours: 4, channels: [] } },
      'longContact.channels',
      'Must have at least one of the channels, or be left out',
    ],
    [
      { longContact: { mode: 'on', hours: 4, channels: ['voice'] } },
      'longContact.channels[0]',
      'Must be VOICE, CHAT or TASK, got "voice"',
    ],
    [
      { longContact: { mode: 'on', minutes: 4, hours: 4 } },
      'longContact.minutes',
      'Unknown key; known are mode, hours, channels',
    ],
  ])('cannot be %j', async (body, at, message) => {
    expect(await faultsOf(put(body))).toEqual([{ path: at, message }]);
  });

  test('are refused with every fault at once', async () => {
    const body = { missedContacts: { mode: 'yes', contacts: 0 }, longContact: {} };
    expect((await faultsOf(put(body))).map((fault) => fault.path)).toEqual([
      'missedContacts.mode',
      'missedContacts.contacts',
      'longContact.mode',
      'longContact.hours',
    ]);
  });

  test('are refused for a team whose id cannot be one', async () => {
    expect(await faultsOf(put({}, { path: { teamId: 'a#b' } }))).toEqual([
      { path: 'teamId', message: 'Must be 1 to 64 characters of letters, digits and . _ : -, got "a#b"' },
    ]);
  });

  test('are refused where no backend owns the agents', async () => {
    const refusal = await refusalOf(answerOf(putRules, { type: 'notOwned' }, aRequest({ path, body: all })));
    expect(refusal).toMatchObject({ type: 'conflict', message: expect.stringContaining('Amazon Connect instance') });
  });

  test('need the scope for bulk logouts to be set, and the one to read to be read', async () => {
    const caller = aCaller('sessions:write', 'logout:one');
    expect(await refusalOf(put({}, { caller }))).toEqual({ type: 'forbidden', scope: 'logout:bulk' });
    const unseen = await refusalOf(callOf(getRules, aRequest({ path, caller })));
    expect(unseen).toEqual({ type: 'forbidden', scope: 'sessions:read' });
  });

  test('of other teams than those that a caller is limited to are neither set nor shown', async () => {
    const caller = { ...aCaller('logout:bulk', 'sessions:read'), teamIds: ['night', 'day'] };
    const other = { type: 'forbidden', message: 'You are limited to teams: this must be one of night, day' };
    expect(await refusalOf(put({}, { caller }))).toEqual(other);
    expect(await refusalOf(callOf(getRules, aRequest({ path, caller })))).toEqual(other);
    expect((await put({}, { caller, path: { teamId: 'night' } })).useCase).toBe('putTeamRules');
  });
});
