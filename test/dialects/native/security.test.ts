import { describe, expect, test } from '@jest/globals';
import type { SessionRights } from '#core/session-rights/security-profile.ts';
import { securityRoutes } from '#dialects/native/security.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, aRequest, sent } from '../requests.ts';

describe('a security profile', () => {
  const putProfile = routeOf(securityRoutes, 'PUT /v1/security-profiles/{profileId}');
  const getProfile = routeOf(securityRoutes, 'GET /v1/security-profiles/{profileId}');

  const path = { profileId: 'supervisors' };
  const put = (body: unknown) => callOf(putProfile, aRequest({ path, body }));
  const aProfile = (endSessions: SessionRights) => ({ instanceId: 'demo', profileId: 'supervisors', endSessions });

  test.each<[unknown, SessionRights]>([
    ['everybody', { of: 'everybody' }],
    [{ teamIds: ['1', '2', '1'] }, { of: 'teams', teamIds: ['1', '2'] }],
    [{ teamIds: [] }, { of: 'teams', teamIds: [] }],
  ])('says whose sessions may be ended: %j', async (endSessions, rights) => {
    expect(await put({ endSessions })).toEqual({ useCase: 'putSecurityProfile', args: [aProfile(rights)] });
  });

  test.each<[SessionRights, string]>([
    [{ of: 'everybody' }, '"everybody"'],
    [{ of: 'teams', teamIds: ['1', '2'] }, '{"teamIds":["1","2"]}'],
  ])('is shown as it was put: %j', async (rights, endSessions) => {
    const answer = await answerOf(getProfile, aProfile(rights), aRequest({ path }));
    expect(answer.status).toBe(200);
    expect(sent(answer)).toBe(`{"profileId":"supervisors","endSessions":${endSessions}}`);
    const body = { endSessions: JSON.parse(endSessions) };
    expect((await put(body)).args).toEqual([aProfile(rights)]);
    expect(await answerOf(putProfile, undefined, aRequest({ path, body }))).toEqual(answer);
  });

  test('that does not exist is not found', async () => {
    expect(await callOf(getProfile, aRequest({ path }))).toEqual({
      useCase: 'getSecurityProfile',
      args: ['demo', 'supervisors'],
    });
    expect(await refusalOf(answerOf(getProfile, undefined, aRequest({ path })))).toEqual({
      type: 'notFound',
      message: 'There is no security profile with this id: create one with PUT /v1/security-profiles/{profileId}',
    });
  });

  const must = 'Must be "everybody" or an object with teamIds';
  const many = Array.from({ length: 21 }, (_, index) => `${index}`);
  test.each<[unknown, string, string]>([
    [{}, 'endSessions', `${must}, but is missing`],
    [{ endSessions: 'nobody' }, 'endSessions', `${must}, got "nobody"`],
    [{ endSessions: null }, 'endSessions', `${must}, got null`],
    [{ endSessions: ['1'] }, 'endSessions', `${must}, got a list of 1`],
    [{ endSessions: {} }, 'endSessions.teamIds', 'Must be a list of at most 20 team ids, but is missing'],
    [
      { endSessions: { teamIds: many } },
      'endSessions.teamIds',
      'Must be a list of at most 20 team ids, got a list of 21',
    ],
    [
      { endSessions: { teamIds: ['a#b'] } },
      'endSessions.teamIds[0]',
      'Must be 1 to 64 characters of letters, digits and . _ : -, got "a#b"',
    ],
    [{ endSessions: { teamIds: [], agentIds: [] } }, 'endSessions.agentIds', 'Unknown key; known are teamIds'],
    [{ endSessions: 'everybody', name: 'x' }, 'name', 'Unknown key; known are endSessions'],
    [undefined, '', 'Must be an object with endSessions, but is missing'],
  ])('cannot be %j', async (body, at, message) => {
    expect(await faultsOf(put(body))).toEqual([{ path: at, message }]);
  });

  test('is put and read by callers who administer keys', async () => {
    const request = aRequest({ path, body: { endSessions: 'everybody' }, caller: aCaller('sessions:write') });
    const problem = { type: 'forbidden', scope: 'keys:admin' };
    expect(await refusalOf(callOf(putProfile, request))).toEqual(problem);
    expect(await refusalOf(callOf(getProfile, { ...request, body: undefined }))).toEqual(problem);
  });
});

describe('the password of an agent', () => {
  const putPassword = routeOf(securityRoutes, 'PUT /v1/agents/{agentId}/password');

  const path = { agentId: '49999' };
  const put = (body: unknown) => callOf(putPassword, aRequest({ path, body }));

  test.each([
    ['x'.repeat(8)],
    ['x'.repeat(128)],
    ['😀'.repeat(8)],
    ['😀'.repeat(128)],
    ['  blank  '],
    ['tab\t\u0000bell\u0007'],
  ])('is %j, unchanged', async (password) => {
    expect(await put({ password })).toEqual({
      useCase: 'putPassword',
      args: [{ instanceId: 'demo', agentId: '49999' }, password],
    });
  });

  const must = 'Must be 8 to 128 characters';
  test.each<[unknown, string, string]>([
    [{ password: 'xxxxxxx' }, 'password', `${must}, got 7 characters`],
    [{ password: '😀'.repeat(7) }, 'password', `${must}, got 7 characters`],
    [{ password: 'x'.repeat(129) }, 'password', `${must}, got 129 characters`],
    [
      { password: `\ud800${'x'.repeat(9)}` },
      'password',
      `${must}, got 10 characters, not all of them printable: U+D800`,
    ],
    [{ password: 12345678 }, 'password', `${must}, got a number`],
    [{ password: null }, 'password', `${must}, got null`],
    [{ password: ['secretsecret'] }, 'password', `${must}, got a list`],
    [{}, 'password', `${must}, but is missing`],
    [{ password: 'secretsecret', hash: 'x' }, 'hash', 'Unknown key; known are password'],
    ['secretsecret', '', 'Must be an object with password, got 12 characters'],
    [['secretsecret'], '', 'Must be an object with password, got a list'],
    [undefined, '', 'Must be an object with password, but is missing'],
  ])('cannot be %j, and no message shows it', async (body, at, message) => {
    expect(await faultsOf(put(body))).toEqual([{ path: at, message }]);
  });

  test('is put by callers who administer keys, and by nobody else', async () => {
    const caller = aCaller('sessions:write', 'logout:bulk');
    const request = aRequest({ path, body: { password: 'x'.repeat(8) }, caller });
    expect(await refusalOf(callOf(putPassword, request))).toEqual({ type: 'forbidden', scope: 'keys:admin' });
  });

  test('does not come back in the answer', async () => {
    const request = aRequest({ path, body: { password: 'x'.repeat(8) } });
    expect(await answerOf(putPassword, undefined, request)).toEqual({ status: 204 });
  });
});
