import { describe, expect, test } from '@jest/globals';
import type { Scope } from '#core/access/access.ts';
import type { Preview } from '#core/forced-logouts/preview.ts';
import { type AgentResult, agentResult } from '#core/forced-logouts/result.ts';
import { days, toIso } from '#core/instant.ts';
import type { HttpRequest } from '#dialects/http.ts';
import { forceLogoutRoutes } from '#dialects/native/force-logouts.ts';
import { native } from '#dialects/native/problem.ts';
import { anAgent, aRange, someDay } from '../../support/agents.ts';
import { agentIds, aResult, counts } from '../../support/logout-jobs.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, anOrigin, aRequest, sent } from '../requests.ts';

const forceLogouts = routeOf(forceLogoutRoutes, 'POST /v1/force-logouts');
const call = (request: Partial<HttpRequest>) => callOf(forceLogouts, aRequest(request));
const selectorOf = async (request: Partial<HttpRequest>) => (await call(request)).args[1];
const faults = (body: unknown) => faultsOf(call({ body }));
const select = { agentIds: ['11'] };

describe('a forced logout', () => {
  test('waits for the last contact by default', async () => {
    expect(await call({ body: { select } })).toEqual({
      useCase: 'forceLogouts',
      args: [
        'demo',
        { agentIds: ['11'], teamIds: [], ipRanges: [] },
        {
          timing: 'afterContact',
          order: { requestedBy: 'supervisor', from: anOrigin },
          guard: { confirmsEveryone: false },
        },
      ],
    });
  });

  test.each([
    ['2001:DB8:0:0::9', { via: 'apiKey', ipAddress: '2001:db8::9' }],
    ['::ffff:10.0.0.7', { via: 'apiKey', ipAddress: '10.0.0.7' }],
    ['unknown', { via: 'apiKey' }],
    ['10.0.0.7'.repeat(99), { via: 'apiKey' }],
  ])('says where it comes from; an address that is none, like %s, is left out', async (sourceIp, from) => {
    expect(await call({ body: { select }, sourceIp })).toMatchObject({ args: [{}, {}, { order: { from } }] });
  });

  test('takes all options, with duplicates removed', async () => {
    const body = {
      select: { agentIds: ['11', '12', '11'], teamIds: ['1', '1'], ipAddresses: ['10.0.0.1', '::ffff:10.0.0.1'] },
      timing: 'immediate',
      reason: 'fire drill',
      message: 'Leave\nthe building',
      confirmEveryone: true,
      maximumAgents: 7,
      minimumRemaining: { '1': 2 },
    };
    const order = {
      requestedBy: 'supervisor',
      from: anOrigin,
      reason: 'fire drill',
      message: 'Leave\nthe building',
    };
    expect((await call({ body })).args).toEqual([
      'demo',
      { agentIds: ['11', '12'], teamIds: ['1'], ipRanges: [{ ...aRange('10.0.0.1'), text: '10.0.0.1' }] },
      {
        timing: 'immediate',
        order,
        guard: { confirmsEveryone: true, maximumAgents: 7, minimumRemaining: { '1': 2 } },
      },
    ]);
  });

  test('by status is about everybody who is signed in, unless it names somebody', async () => {
    const nobody = { agentIds: [], teamIds: [], ipRanges: [] };
    const lunch = { statuses: ['lunch'], minimumMinutesInStatus: 30 };
    expect(await selectorOf({ body: { select: { ...lunch, teamIds: [] } } })).toEqual({
      ...nobody,
      everybody: true,
      conditions: lunch,
    });
    const exclude = { agentIds: ['12'] };
    expect(await selectorOf({ body: { select: { teamIds: ['1'], statuses: ['lunch'] }, exclude } })).toEqual({
      ...nobody,
      teamIds: ['1'],
      conditions: { statuses: ['lunch'], exclude: { agentIds: ['12'], teamIds: [] } },
    });
  });

  test('may have a deadline, at which it is forced unless it is to be given up', async () => {
    const deadlineIn = async (more: object) =>
      ((await call({ body: { select, ...more } })).args as unknown as [unknown, unknown, { order: object }])[2].order;
    expect(await deadlineIn({ deadlineMinutes: 10 })).toEqual({
      requestedBy: 'supervisor',
      from: anOrigin,
      deadline: { minutes: 10, onDeadline: 'force' },
    });
    expect(await deadlineIn({ deadlineMinutes: 1440, onDeadline: 'giveUp' })).toHaveProperty('deadline', {
      minutes: 1440,
      onDeadline: 'giveUp',
    });
  });

  test('takes up to 5000 ids, not counting duplicates', async () => {
    const many = { agentIds: [...agentIds(5_000), 'agent-0'] };
    expect(await selectorOf({ body: { select: many } })).toMatchObject({ agentIds: agentIds(5_000) });
  });

  test('can start later, as a job', async () => {
    const body = { select, timing: 'immediate', startAt: '2026-11-27T22:00:00+01:00' };
    const order = { requestedBy: 'supervisor', from: anOrigin };
    expect(await call({ body })).toEqual({
      useCase: 'scheduleLogout',
      args: [
        'demo',
        { agentIds: ['11'], teamIds: [], ipRanges: [] },
        { timing: 'immediate', order, startsAt: Date.parse('2026-11-27T21:00:00Z') },
      ],
    });
  });

  test('of nearly everybody needs a confirmation', async () => {
    const everybody = { select: { ipAddresses: ['0.0.0.0-127.255.255.255', '128.0.0.0/1'] } };
    const fault = {
      path: 'confirmEveryone',
      message:
        'Must be true, for select.ipAddresses holds at least half of all IPv4 or of all public IPv6 addresses: nearly everybody would be logged out',
    };
    expect(await faults(everybody)).toEqual([fault]);
    expect(await faults({ ...everybody, confirmEveryone: false })).toEqual([fault]);
    expect(await faults({ ...everybody, timing: 'now', dryRun: true })).toContainEqual(fault);
    const confirmed = await selectorOf({ body: { ...everybody, confirmEveryone: true } });
    expect(confirmed).toHaveProperty('ipRanges.length', 2);
  });

  test('that starts later and names no agents or teams needs a confirmation', async () => {
    const startAt = '2026-11-27T22:00:00+01:00';
    const later = { select: { minimumMinutesInStatus: 1 }, startAt };
    const fault = {
      path: 'confirmEveryone',
      message:
        'Must be true with startAt, unless select names agentIds or teamIds: nobody is counted when the job begins, and it may be everybody',
    };
    expect(await faults(later)).toEqual([fault]);
    expect(await faults({ ...later, select: { ipAddresses: ['10.0.0.0/8'] } })).toEqual([fault]);
    expect((await call({ body: { ...later, confirmEveryone: true } })).useCase).toBe('scheduleLogout');
  });

  test('of one agent needs the scope for one, of more the scope for many', async () => {
    const as = (selected: unknown, ...scopes: readonly Scope[]) =>
      selectorOf({ body: { select: selected }, caller: aCaller(...scopes) });
    expect(await as(select, 'logout:one')).toMatchObject({ agentIds: ['11'] });
    expect(await as(select, 'logout:bulk')).toMatchObject({ agentIds: ['11'] });
    const bulk = { type: 'forbidden', scope: 'logout:bulk' };
    expect(await refusalOf(as({ teamIds: ['1'] }, 'logout:one'))).toEqual(bulk);
    expect(await refusalOf(as(select, 'sessions:write'))).toEqual({ type: 'forbidden', scope: 'logout:one' });
  });
});

describe('a request is refused', () => {
  const aBody =
    'Must be an object with select, exclude, timing, deadlineMinutes, onDeadline, holdMinutes, reason, message, confirmEveryone, maximumAgents, minimumRemaining, startAt, dryRun';
  const aSelector = 'Must be an object with agentIds, teamIds, ipAddresses, statuses, minimumMinutesInStatus';
  const nobody =
    'Must name somebody: at least one entry in agentIds, teamIds, ipAddresses or statuses, or minimumMinutesInStatus';
  const minutes = 'Must be a whole number of minutes, 1 to 10080';
  const excludesNobody = 'Must name somebody: at least one entry in agentIds or teamIds';
  const excludesAll = 'Must leave somebody: every agent and team of select is excluded';
  const anInstant = 'Must be an instant in ISO 8601 with an offset, like 2026-11-27T22:00:00+01:00';
  const aMinimum =
    'Must be a whole number of agents, 1 to 1000000, or an object with such a number for each of at most 100 teams';
  const aMessage = 'Must be 1 to 250 printable characters, line breaks allowed';
  const anId = 'Must be 1 to 64 characters of letters, digits and . _ : -';

  test.each([
    [undefined, '', `${aBody}, but is missing`],
    [[{ select }], '', `${aBody}, got a list of 1`],
    [{}, 'select', `${aSelector}, but is missing`],
    [{ select: ['11'] }, 'select', `${aSelector}, got a list of 1`],
    [{ select: {} }, 'select', nobody],
    [{ select: { agentIds: [], teamIds: [], ipAddresses: [] } }, 'select', nobody],
    [{ select: { agentIds: '11' } }, 'select.agentIds', 'Must be a list of at most 5000 agent ids, got "11"'],
    [{ select: { agentIds: ['11', 12] } }, 'select.agentIds[1]', `${anId}, got 12`],
    [{ select: { teamIds: ['a/b'] } }, 'select.teamIds[0]', `${anId}, got "a/b"`],
    [
      { select: { teamIds: agentIds(101) } },
      'select.teamIds',
      'Must be a list of at most 100 team ids, got a list of 101',
    ],
    [
      { select: { ipAddresses: ['10.0.0.1', '34.211.11.0/33'] } },
      'select.ipAddresses[1]',
      'The prefix of an IPv4 network must be a whole number from 0 to 32, got "34.211.11.0/33"',
    ],
    [{ select: { statuses: [] } }, 'select.statuses', 'Must have an entry, or be left out'],
    [{ select: { statuses: 'lunch' } }, 'select.statuses', 'Must be a list of at most 20 statuses, got "lunch"'],
    [
      { select: { statuses: agentIds(21) } },
      'select.statuses',
      'Must be a list of at most 20 statuses, got a list of 21',
    ],
    [{ select: { statuses: ['lunch', ''] } }, 'select.statuses[1]', 'Must be 1 to 64 printable characters, got ""'],
    [
      { select: { statuses: ['Offline'] } },
      'select.statuses[0]',
      'Must be a status of agents who are signed in, got "Offline"',
    ],
    [{ select: { minimumMinutesInStatus: 0 } }, 'select.minimumMinutesInStatus', `${minutes}, got 0`],
    [{ select: { minimumMinutesInStatus: 10_081 } }, 'select.minimumMinutesInStatus', `${minutes}, got 10081`],
    [{ select: { minimumMinutesInStatus: '30' } }, 'select.minimumMinutesInStatus', `${minutes}, got "30"`],
    [{ select: { minimumMinutesInStatus: 1.5 } }, 'select.minimumMinutesInStatus', `${minutes}, got 1.5`],
    [{ select, exclude: {} }, 'exclude', excludesNobody],
    [{ select, exclude: null }, 'exclude', 'Must be an object with agentIds, teamIds, got null'],
    [{ select, exclude: { agentIds: [], teamIds: [] } }, 'exclude', excludesNobody],
    [
      { select, exclude: { agentIds: ['12'], ipAddresses: ['10.0.0.1'] } },
      'exclude.ipAddresses',
      'Unknown key; known are agentIds, teamIds',
    ],
    [
      { select, exclude: { agentIds: agentIds(501) } },
      'exclude.agentIds',
      'Must be a list of at most 500 agent ids, got a list of 501',
    ],
    [{ select, exclude: { agentIds: ['11'] } }, 'exclude', excludesAll],
    [{ select: { teamIds: ['1', '2'] }, exclude: { teamIds: ['2', '1'] } }, 'exclude', excludesAll],
    [{ select, timing: 'now' }, 'timing', 'Must be immediate or afterContact, got "now"'],
    [{ select, reason: 'r'.repeat(257) }, 'reason', 'Must be 1 to 256 printable characters, got 257 characters'],
    [
      { select, reason: 'two\nlines' },
      'reason',
      'Must be 1 to 256 printable characters, got 9 characters, not all of them printable: U+000A',
    ],
    [{ select, message: 'm'.repeat(251) }, 'message', `${aMessage}, got 251 characters`],
    [{ select, message: '🦄'.repeat(251) }, 'message', `${aMessage}, got 251 characters`],
    [{ select, message: '' }, 'message', `${aMessage}, got 0 characters`],
    [{ select, message: ' \n ' }, 'message', `${aMessage}, got 0 characters`],
    [{ select, message: 7 }, 'message', `${aMessage}, got a number`],
    [{ select, message: null }, 'message', `${aMessage}, got null`],
    [
      { select, message: 'Go \u0007home' },
      'message',
      `${aMessage}, got 8 characters, not all of them printable: U+0007`,
    ],
    ...[0, 1441, 2.5, '10', null].map((deadlineMinutes): [object, string, string] => [
      { select, deadlineMinutes },
      'deadlineMinutes',
      `Must be a whole number of minutes, 1 to 1440, got ${JSON.stringify(deadlineMinutes)}`,
    ]),
    [
      { select, timing: 'immediate', deadlineMinutes: 10 },
      'deadlineMinutes',
      'Must come with the timing afterContact: an immediate logout waits for nothing',
    ],
    [{ select, deadlineMinutes: 10, onDeadline: 'giveup' }, 'onDeadline', 'Must be force or giveUp, got "giveup"'],
    ...[0, 525_600, 1.5, '30', null].map((holdMinutes): [object, string, string] => [
      { select, holdMinutes },
      'holdMinutes',
      `Must be a whole number of minutes, 1 to 1440, got ${JSON.stringify(holdMinutes)}`,
    ]),
    [
      { select, onDeadline: 'force' },
      'onDeadline',
      'Must come with deadlineMinutes: 1 to 1440 minutes after the request',
    ],
    [{ select, startAt: '2026-11-27T22:00:00' }, 'startAt', `${anInstant}, got "2026-11-27T22:00:00"`],
    [{ select, startAt: '2026-02-30T22:00:00Z' }, 'startAt', `${anInstant}, got "2026-02-30T22:00:00Z"`],
    [{ select, startAt: '22:00' }, 'startAt', `${anInstant}, got "22:00"`],
    [{ select, startAt: '' }, 'startAt', `${anInstant}, got ""`],
    [{ select, startAt: 1_764_277_200_000 }, 'startAt', `${anInstant}, got 1764277200000`],
    [{ select, startAt: null }, 'startAt', `${anInstant}, got null`],
    [{ select, dryRun: 1 }, 'dryRun', 'Must be true or false, got 1'],
    [{ select, maximumAgents: 0 }, 'maximumAgents', 'Must be a whole number of agents, 1 to 1000000, got 0'],
    [{ select, maximumAgents: '5' }, 'maximumAgents', 'Must be a whole number of agents, 1 to 1000000, got "5"'],
    [{ select, minimumRemaining: 0 }, 'minimumRemaining', 'Must be a whole number of agents, 1 to 1000000, got 0'],
    [{ select, minimumRemaining: '2' }, 'minimumRemaining', `${aMinimum}, got "2"`],
    [{ select, minimumRemaining: null }, 'minimumRemaining', `${aMinimum}, got null`],
    [{ select, minimumRemaining: {} }, 'minimumRemaining', 'Must name 1 to 100 teams, got 0'],
    [
      { select, minimumRemaining: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`t${n}`, 1])) },
      'minimumRemaining',
      'Must name 1 to 100 teams, got 101',
    ],
    [
      { select, minimumRemaining: { day: 2, night: 0.5 } },
      'minimumRemaining.night',
      'Must be a whole number of agents, 1 to 1000000, got 0.5',
    ],
    [
      { select, minimumRemaining: { day: null, night: 1 } },
      'minimumRemaining.day',
      'Must be a whole number of agents, 1 to 1000000, got null',
    ],
    [
      { select, minimumRemaining: { 'a/b': 1, day: 2 } },
      'minimumRemaining["a/b"]',
      'Must be 1 to 64 characters of letters, digits and . _ : -, got "a/b"',
    ],
    [{ select, minimumRemaining: [1] }, 'minimumRemaining', `${aMinimum}, got a list of 1`],
    ...['maximumAgents', 'minimumRemaining'].map((name): [object, string, string] => [
      { select, startAt: '2026-11-27T22:00:00Z', [name]: 1 },
      name,
      'Must come without startAt: agents are counted when the request is made',
    ]),
    [{ select, confirmEveryone: 'yes' }, 'confirmEveryone', 'Must be true or false, got "yes"'],
  ])('with the body %j', async (body, path, message) => {
    expect(await faults(body)).toEqual([{ path, message }]);
  });

  test.each(['holdMinute', 'dryrun'])('with the unknown option %s', async (name) => {
    const known =
      'known are select, exclude, timing, deadlineMinutes, onDeadline, holdMinutes, reason, message, confirmEveryone, maximumAgents, minimumRemaining, startAt, dryRun';
    expect(await faults({ select, [name]: 1 })).toEqual([{ path: name, message: `Unknown key; ${known}` }]);
  });

  test('with an unknown selection', async () => {
    const known = 'known are agentIds, teamIds, ipAddresses, statuses, minimumMinutesInStatus';
    expect(await faults({ select: { ...select, status: 1 } })).toEqual([
      { path: 'select.status', message: `Unknown key; ${known}` },
    ]);
  });

  test('with faults in the header and in the body, in one answer', async () => {
    const request = { body: { select, dryRuns: true }, headers: { 'idempotency-key': '' } };
    expect((await faultsOf(call(request))).map(({ path }) => path)).toEqual(['idempotency-key', 'dryRuns']);
  });

  test('with an option in the query', async () => {
    expect(await faultsOf(call({ body: { select }, query: { dryRun: 'true' } }))).toEqual([
      { path: 'dryRun', message: 'Unknown key; there are none to give' },
    ]);
  });

  test('with 100 000 ids, by their number', async () => {
    expect(await faults({ select: { agentIds: agentIds(100_000) } })).toEqual([
      { path: 'select.agentIds', message: 'Must be a list of at most 5000 agent ids, got a list of 100000' },
    ]);
  });

  test('with 5 000 wrong ids, the first twenty of them named', async () => {
    const found = await faults({ select: { agentIds: Array.from({ length: 5_000 }, (_, id) => id) } });
    expect(found).toHaveLength(21);
    expect(found[19]?.path).toBe('select.agentIds[19]');
    expect(found[20]).toEqual({ path: '', message: 'There are 4980 more faults' });
  });

  test('with keys that have a meaning in JavaScript, like any other unknown key', async () => {
    const body: unknown = JSON.parse(
      '{"select":{"agentIds":["11"],"__proto__":{"x":1}},"constructor":{"prototype":{}}}',
    );
    expect((await faults(body)).map(({ path }) => path).toSorted()).toEqual(['constructor', 'select.__proto__']);
    expect((await faults({ select, 'a key\nlike "this"': 1 }))[0]?.path).toBe('["a key\\nlike \\"this\\""]');
    expect((await faults({ select, ['k'.repeat(10_000)]: 1 }))[0]?.path.length).toBeLessThan(70);
  });
});

describe('the answer to one that starts later', () => {
  const body = { select, startAt: '2026-11-27T22:00:00+01:00' };

  test('is a job that is scheduled', async () => {
    const answer = await answerOf(forceLogouts, { type: 'scheduled', job: { jobId: 7 } }, aRequest({ body }));
    const link = 'https://api.example.com/v1/force-logouts/7';
    expect(answer).toEqual({
      status: 202,
      headers: { location: link },
      body: { jobId: 7, status: 'scheduled', link },
    });
  });

  test('says when it could start, if not then', async () => {
    const outcome = { type: 'badStart', after: someDay, until: someDay + days(30) };
    const message = `Must be after now, ${toIso(someDay)}, and at most 30 days ahead, until ${toIso(someDay + days(30))}`;
    expect(await faultsOf(answerOf(forceLogouts, outcome, aRequest({ body })))).toEqual([{ path: 'startAt', message }]);
    const dryRun = callOf(forceLogouts, aRequest({ body: { ...body, dryRun: true } }), { checkStart: () => outcome });
    expect(await faultsOf(dryRun)).toEqual([{ path: 'startAt', message }]);
  });
});

describe('the answer', () => {
  const answer = (outcome: unknown) => answerOf(forceLogouts, outcome, aRequest({ body: { select } }));

  test('has a result for each agent, without the profile', async () => {
    const rows = [
      { ...aResult('11', { previousStatus: 'lunch', matchedBy: { teamId: '1' } }), profile: anAgent().profile },
      agentResult('99', { type: 'unknownAgent' }, { agentId: '99' }),
    ];
    const unmatched = { agentIds: ['99'], teamIds: ['2'], ipAddresses: [], statuses: [] };
    const done = await answer({ type: 'done', rows, unmatched });
    expect(done.status).toBe(200);
    expect(sent(done)).toBe(
      '{"results":[{"agentId":"11","outcome":"loggedOut","previousStatus":"lunch","currentStatus":"Offline","contacts":0,"matchedBy":{"teamId":"1"}},' +
        '{"agentId":"99","outcome":"unknownAgent","previousStatus":null,"currentStatus":null,"contacts":0,"matchedBy":{"agentId":"99"}}],' +
        '"unmatched":{"agentIds":["99"],"teamIds":["2"]}}',
    );
  });

  test('says what is lost with the logout and what goes on', async () => {
    const remarks = { losesAfterContactWork: true, notStopped: ['c1'] } as const;
    const done = await answer({ type: 'done', rows: [aResult('11', remarks)] });
    expect(done.body).toMatchObject({ results: [{ agentId: '11', ...remarks }] });
  });

  test('says why an agent is skipped, which address and status nobody has, and how many are excluded', async () => {
    const skipped = { type: 'skipped', why: 'protected', previousStatus: 'lunch', contacts: 0 } as const;
    const matchedBy = { signedIn: true, status: 'lunch', minimumMinutesInStatus: 5 } as const;
    const rows = [agentResult('11', skipped, matchedBy)];
    const unmatched = { agentIds: [], teamIds: [], ipAddresses: ['10.0.0.0/8'], statuses: ['Break'] };
    expect((await answer({ type: 'done', rows, unmatched, excluded: 2 })).body).toEqual({
      results: [
        {
          agentId: '11',
          outcome: 'skipped',
          why: 'protected',
          previousStatus: 'lunch',
          currentStatus: 'lunch',
          contacts: 0,
          matchedBy,
        },
      ],
      unmatched,
      excluded: 2,
    });
  });

  test('says so when everything has matched somebody', async () => {
    const done = await answer({ type: 'done', rows: [aResult('11')] });
    expect(done.body).toMatchObject({ unmatched: { agentIds: [], teamIds: [] } });
  });

  test('of a guard is a conflict with its own type, and what was counted', async () => {
    const refusal = { why: 'tooManyAgents', found: 7, maximumAgents: 5 } as const;
    expect(await refusalOf(answer({ type: 'refused', refusal }))).toEqual({
      type: 'conflict',
      kind: 'tooManyAgents',
      message: 'This would log out 7 agents, and maximumAgents is 5',
      members: { found: 7, maximumAgents: 5 },
    });
    const teams = [{ teamId: 't1', signedIn: 5, remaining: 1, minimum: 2 }];
    const tooFew = await refusalOf(answer({ type: 'refused', refusal: { why: 'tooFewRemaining', teams } }));
    const message = 'This would leave too few signed in: 1 of team t1, where 2 must remain';
    expect(tooFew).toMatchObject({ message, members: { teams } });
    expect(native(tooFew, 'r1')).toMatchObject({
      status: 409,
      body: { type: '/docs/problems#too-few-remaining', title: 'Conflict', detail: message, teams },
    });
    const everybody = await refusalOf(answer({ type: 'refused', refusal: { why: 'everybody', found: 3 } }));
    expect(native(everybody, 'r1').body).toMatchObject({ type: '/docs/problems#everybody', found: 3 });
  });

  const aPreview = (rows: readonly AgentResult[], more: Partial<Preview> = {}): Preview => ({
    rows,
    counts: counts({ matched: rows.length, loggedOut: rows.length }),
    unmatched: { agentIds: [], teamIds: ['2'], ipAddresses: [], statuses: [] },
    isComplete: true,
    ...more,
  });
  const preview = async (shown: Preview) =>
    (await answerOf(forceLogouts, shown, aRequest({ body: { select, dryRun: true } }))).body;

  test('to a dry run has the rows and counts, and why it would be refused', async () => {
    const refusal = { why: 'everybody', found: 2 } as const;
    expect(await preview(aPreview([aResult('11')], { refusal, excluded: 1 }))).toEqual({
      dryRun: true,
      complete: true,
      counts: counts({ matched: 1, loggedOut: 1 }),
      results: [aResult('11')],
      unmatched: { agentIds: [], teamIds: ['2'] },
      excluded: 1,
      wouldBeRefused: {
        type: '/docs/problems#everybody',
        detail: 'This would log out everybody who is signed in, 2 agents: confirmEveryone must be true for that',
        found: 2,
      },
    });
  });

  test('to a dry run of very many has the rows that fit into an answer, and the counts of all', async () => {
    const shown = async (ids: readonly string[]) => {
      const rows = ids.map((agentId) => aResult(agentId));
      const body = await preview(aPreview(rows));
      const size = Buffer.byteLength(JSON.stringify(JSON.stringify(body)));
      return { body, size };
    };
    const all = await shown(agentIds(20_000));
    expect(all.body).toMatchObject({ complete: true, results: { length: 20_000 } });
    const long = await shown(agentIds(20_000).map((agentId) => agentId.padEnd(64, 'x')));
    expect(long.body).toMatchObject({ complete: false, counts: { matched: 20_000 } });
    expect(long.size).toBeLessThan(6_000_000);
    expect((await shown(agentIds(20_001))).body).toMatchObject({ complete: false, results: { length: 20_000 } });
  });

  test('for many agents is the job and its link', async () => {
    const link = 'https://api.example.com/v1/force-logouts/7';
    expect(await answer({ type: 'job', job: { instanceId: 'demo', jobId: 7 } })).toEqual({
      status: 202,
      headers: { location: link },
      body: { jobId: 7, status: 'created', link },
    });
  });
});
