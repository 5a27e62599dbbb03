import { describe, expect, test } from '@jest/globals';
import type { Scope } from '#core/access/access.ts';
import type { ForceLogoutsOutcome } from '#core/forced-logouts/force-logouts.ts';
import type { LogoutRow } from '#core/forced-logouts/logout-row.ts';
import { ccaiRoutes } from '#dialects/ccai/force-logout.ts';
import { anAgent, aRange } from '../../support/agents.ts';
import { aResult } from '../../support/logout-jobs.ts';
import { answerOf, callOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, anOrigin, aRequest, sent } from '../requests.ts';

const forceLogout = routeOf(ccaiRoutes, 'POST /apps/api/v1/agent_statuses/force_logout');
const url = 'https://acme.example.com/apps/api/v1/agent_statuses/force_logout';
const post = (body: unknown) => aRequest({ body, url });
const answerTo = (
  outcome: ForceLogoutsOutcome,
  { body = { agent_ids: [11] }, deferredStatusCode = 400 }: { body?: unknown; deferredStatusCode?: 400 | 200 } = {},
) => answerOf(forceLogout, outcome, post(body), { ccaiDeferredStatusCode: deferredStatusCode });

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

describe('the documented answers, to the letter', () => {
  test('idle agents', async () => {
    const rows = [loggedOut(11, 'lunch'), loggedOut(12, 'Unavailable'), loggedOut(13, 'Break')];
    const answer = await answerTo({ type: 'done', rows });
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

  test.each([400, 200] as const)('every agent busy, with status %i by the setting', async (deferredStatusCode) => {
    const rows = [deferred(11, 'In-call'), deferred(12, 'In-chat')];
    const answer = await answerTo({ type: 'done', rows }, { deferredStatusCode });
    expect(answer.status).toBe(deferredStatusCode);
    expect(sent(answer)).toBe(busyRows);
  });

  test('some idle, some busy', async () => {
    const answer = await answerTo({ type: 'done', rows: [loggedOut(11, 'lunch'), deferred(12, 'In-chat')] });
    expect(answer).toMatchObject({
      status: 200,
      body: [
        { agent_id: 11, current_status: 'Offline' },
        { agent_id: 12, current_status: 'In-chat', message: expect.stringContaining('will force logout') },
      ],
    });
  });

  test('nobody matches', async () => {
    const answer = await answerTo({ type: 'done', rows: [] });
    expect([answer.status, sent(answer)]).toEqual([400, '{"message":"cannot find any agent by input params"}']);
  });

  test('many agents', async () => {
    const body = { ip_addrs: ['34.211.11.0/24', '34.211.11.5/24'] };
    const answer = await answerTo({ type: 'job', job: { instanceId: 'demo', jobId: 105 } }, { body });
    expect([answer.status, sent(answer)]).toEqual([
      200,
      `{"id":105,"status":"created","link":"${url}/jobs/105","ip_addrs":["34.211.11.0/24","34.211.11.5/24"]}`,
    ]);
    expect(answer.headers).toEqual({ link: `<${url}/jobs/105>; rel="status"` });
  });
});

describe('what the documentation leaves open', () => {
  test('agents who are offline or unknown have no row', async () => {
    const rows = [
      loggedOut(11, 'lunch'),
      aResult('12', { outcome: 'alreadySignedOut', previousStatus: 'Offline' }),
      aResult('99', { outcome: 'unknownAgent' }),
    ];
    expect((await answerTo({ type: 'done', rows })).body).toHaveLength(1);
    expect((await answerTo({ type: 'done', rows: rows.slice(1) })).body).toEqual({
      message: 'cannot find any agent by input params',
    });
  });

  test.each(['ann', '011', '1e3', '9007199254740993', '-1', ''])(
    'an id that is no integer is shown as it is: %j',
    async (id) => {
      const rows = [{ ...aResult(id), profile: people[11] }];
      expect((await answerTo({ type: 'done', rows })).body).toMatchObject([{ agent_id: id }]);
    },
  );
});

describe('requests', () => {
  test('ids become their decimal strings, addresses ranges, and the logout waits until the contact ends', async () => {
    const body = { agent_ids: [11, 12, 11], team_ids: [1], ip_addrs: ['10.0.0.5/24', '10.0.0.0-10.0.0.255', '::1'] };
    expect(await callOf(forceLogout, post(body))).toEqual({
      useCase: 'forceLogouts',
      args: [
        'demo',
        {
          agentIds: ['11', '12'],
          teamIds: ['1'],
          ipRanges: [
            { ...aRange('10.0.0.0', '10.0.0.255'), text: '10.0.0.5/24' },
            { ...aRange('::1'), text: '::1' },
          ],
        },
        { timing: 'afterContact', order: { requestedBy: 'supervisor', from: anOrigin } },
      ],
    });
  });

  const selectorBy = async (body: unknown, ...scopes: readonly Scope[]) =>
    (await callOf(forceLogout, scopes.length === 0 ? post(body) : { ...post(body), caller: aCaller(...scopes) }))
      .args[1];

  test('an empty list next to another one is fine', async () => {
    expect(await selectorBy({ agent_ids: [11], team_ids: [] })).toMatchObject({ teamIds: [] });
  });

  test('for one agent the scope for one or for many is enough, for more only the scope for many', async () => {
    expect(await selectorBy({ agent_ids: [11, 11] }, 'logout:one')).toMatchObject({ agentIds: ['11'] });
    expect(await selectorBy({ agent_ids: [11] }, 'logout:bulk')).toMatchObject({ agentIds: ['11'] });
    const needsBulk = { type: 'forbidden', scope: 'logout:bulk' };
    expect(await refusalOf(selectorBy({ agent_ids: [11, 12] }, 'logout:one'))).toEqual(needsBulk);
    expect(await refusalOf(selectorBy({ agent_ids: [11], team_ids: [1] }, 'logout:one'))).toEqual(needsBulk);
    expect(await refusalOf(selectorBy({ ip_addrs: ['10.0.0.1'] }, 'logout:one'))).toEqual(needsBulk);
    expect(await refusalOf(selectorBy({ agent_ids: [11] }, 'sessions:write'))).toEqual({
      type: 'forbidden',
      scope: 'logout:one',
    });
  });
});
