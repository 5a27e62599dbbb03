import { describe, expect, test } from '@jest/globals';
import type { Scope } from '#core/access/access.ts';
import type { ForceLogoutsOutcome, LogoutRow } from '#core/sessions/force-logouts.ts';
import { parseForceLogout, renderForceLogout } from '#dialects/ccai/force-logout.ts';
import { anAgent, aRange } from '../../support/agents.ts';
import { aResult } from '../../support/logout-jobs.ts';
import { aCaller, aRequest, refusalOf, sent } from '../requests.ts';

const url = 'https://acme.example.com/apps/api/v1/agent_statuses/force_logout';
const post = (body: unknown) => aRequest({ body, url });
const answerTo = (outcome: ForceLogoutsOutcome, deferredStatusCode: 400 | 200 = 400) =>
  renderForceLogout(outcome, post({ agent_ids: [11] }), deferredStatusCode);

const people = {
  11: anAgent({ name: 'Darth Vader', email: 'notanakinskywalker@empire.com', agentNumber: 'Agent No.111' }).profile,
  12: anAgent({ name: 'Craig T', email: 'craigT@nelson.com', agentNumber: 'Agent No.112' }).profile,
  13: anAgent({ name: 'Raymond D', email: 'rayd@nelson.com', agentNumber: 'Agent No.113' }).profile,
};
const loggedOut = (id: 11 | 12 | 13, previousStatus: string): LogoutRow => ({
  ...aResult(String(id), { previousStatus }),
  profile: people[id],
});
const deferred = (id: 11 | 12 | 13, status: string): LogoutRow => ({
  ...aResult(String(id), { outcome: 'deferred', previousStatus: status, currentStatus: status, contacts: 1 }),
  profile: people[id],
});

describe('the answers of the page, to the letter', () => {
  test('idle agents', () => {
    const rows = [loggedOut(11, 'lunch'), loggedOut(12, 'Unavailable'), loggedOut(13, 'Break')];
    const answer = answerTo({ type: 'done', rows });
    expect(answer.status).toBe(200);
    expect(sent(answer)).toBe(
      '[{"agent_id":11,"name":"Darth Vader","email":"notanakinskywalker@empire.com","agent_number":"Agent No.111","previous_status":"lunch","current_status":"Offline"},' +
        '{"agent_id":12,"name":"Craig T","email":"craigT@nelson.com","agent_number":"Agent No.112","previous_status":"Unavailable","current_status":"Offline"},' +
        '{"agent_id":13,"name":"Raymond D","email":"rayd@nelson.com","agent_number":"Agent No.113","previous_status":"Break","current_status":"Offline"}]',
    );
  });

  const busyRows =
    '[{"agent_id":11,"name":"Darth Vader","email":"notanakinskywalker@empire.com","agent_number":"Agent No.111","previous_status":"In-call","current_status":"In-call","message":"will force logout as soon as the ongoing call/chat is completed"},' +
    '{"agent_id":12,"name":"Craig T","email":"craigT@nelson.com","agent_number":"Agent No.112","previous_status":"In-chat","current_status":"In-chat","message":"will force logout as soon as the ongoing call/chat is completed"}]';

  test.each([400, 200] as const)('every agent busy, by setting a %i', (deferredStatusCode) => {
    const rows = [deferred(11, 'In-call'), deferred(12, 'In-chat')];
    const answer = answerTo({ type: 'done', rows }, deferredStatusCode);
    expect(answer.status).toBe(deferredStatusCode);
    expect(sent(answer)).toBe(busyRows);
  });

  test('some idle, some busy', () => {
    const answer = answerTo({ type: 'done', rows: [loggedOut(11, 'lunch'), deferred(12, 'In-chat')] });
    expect(answer).toMatchObject({
      status: 200,
      body: [
        { agent_id: 11, current_status: 'Offline' },
        { agent_id: 12, current_status: 'In-chat', message: expect.stringContaining('will force logout') },
      ],
    });
  });

  test('nobody matches', () => {
    const answer = answerTo({ type: 'done', rows: [] });
    expect([answer.status, sent(answer)]).toEqual([400, '{"message":"cannot find any agent by input params"}']);
  });

  test('many agents', () => {
    const body = { ip_addrs: ['34.211.11.0/24', '34.211.11.5/24'] };
    const answer = renderForceLogout({ type: 'job', job: { instanceId: 'demo', jobId: 105 } }, post(body), 400);
    expect([answer.status, sent(answer)]).toEqual([
      200,
      `{"id":105,"status":"created","link":"${url}/jobs/105","ip_addrs":["34.211.11.0/24","34.211.11.5/24"]}`,
    ]);
    expect(answer.headers).toEqual({ link: `<${url}/jobs/105>; rel="status"` });
  });
});

describe('what the page leaves open', () => {
  test('agents who are offline or unknown have no row', () => {
    const rows = [
      loggedOut(11, 'lunch'),
      aResult('12', { outcome: 'alreadySignedOut', previousStatus: 'Offline' }),
      aResult('99', { outcome: 'unknownAgent' }),
    ];
    expect(answerTo({ type: 'done', rows }).body).toHaveLength(1);
    expect(answerTo({ type: 'done', rows: rows.slice(1) }).body).toEqual({
      message: 'cannot find any agent by input params',
    });
  });

  test.each(['ann', '011', '1e3', '9007199254740993', '-1', ''])(
    'an id that is no integer is shown as it is: %j',
    (id) => {
      const rows = [{ ...aResult(id), profile: people[11] }];
      expect(answerTo({ type: 'done', rows }).body).toMatchObject([{ agent_id: id }]);
    },
  );
});

describe('requests', () => {
  test('ids become their decimal strings, addresses ranges, and the logout waits for the contact in hand', () => {
    const body = { agent_ids: [11, 12, 11], team_ids: [1], ip_addrs: ['10.0.0.5/24', '10.0.0.0-10.0.0.255', '::1'] };
    expect(parseForceLogout(post(body))).toEqual([
      'demo',
      {
        agentIds: ['11', '12'],
        teamIds: ['1'],
        ipRanges: [
          { ...aRange('10.0.0.0', '10.0.0.255'), text: '10.0.0.5/24' },
          { ...aRange('::1'), text: '::1' },
        ],
      },
      { timing: 'afterContact', requestedBy: 'supervisor' },
    ]);
  });

  test('an empty list beside one that is not is fine', () => {
    expect(parseForceLogout(post({ agent_ids: [11], team_ids: [] }))[1].teamIds).toEqual([]);
  });

  test('one agent takes the scope for one or for many, more take the scope for many', () => {
    const parse = (body: unknown, ...scopes: readonly Scope[]) =>
      parseForceLogout({ ...post(body), caller: aCaller(...scopes) });
    expect(parse({ agent_ids: [11, 11] }, 'logout:one')[1].agentIds).toEqual(['11']);
    expect(parse({ agent_ids: [11] }, 'logout:bulk')[1].agentIds).toEqual(['11']);
    const needsBulk = { type: 'forbidden', scope: 'logout:bulk' };
    expect(refusalOf(() => parse({ agent_ids: [11, 12] }, 'logout:one'))).toEqual(needsBulk);
    expect(refusalOf(() => parse({ agent_ids: [11], team_ids: [1] }, 'logout:one'))).toEqual(needsBulk);
    expect(refusalOf(() => parse({ ip_addrs: ['10.0.0.1'] }, 'logout:one'))).toEqual(needsBulk);
    expect(refusalOf(() => parse({ agent_ids: [11] }, 'sessions:write'))).toEqual({
      type: 'forbidden',
      scope: 'logout:one',
    });
  });
});
