import { describe, expect, test } from '@jest/globals';
import type { SessionRights } from '#core/sessions/security-profile.ts';
import {
  parseGetSecurityProfile,
  parsePutSecurityProfile,
  renderSecurityProfile,
} from '#dialects/native/security-profiles.ts';
import { aCaller, aRequest, faultsOf, refusalOf, sent } from '../requests.ts';

const path = { profileId: 'supervisors' };
const put = (body: unknown) => parsePutSecurityProfile(aRequest({ path, body }));
const aProfile = (endSessions: SessionRights) => ({ instanceId: 'demo', profileId: 'supervisors', endSessions });

describe('a security profile', () => {
  test.each<[unknown, SessionRights]>([
    ['everybody', { of: 'everybody' }],
    [{ teamIds: ['1', '2', '1'] }, { of: 'teams', teamIds: ['1', '2'] }],
    [{ teamIds: [] }, { of: 'teams', teamIds: [] }],
  ])('says whose sessions may be ended: %j', (endSessions, rights) => {
    expect(put({ endSessions })).toEqual(aProfile(rights));
  });

  test.each<[SessionRights, string]>([
    [{ of: 'everybody' }, '"everybody"'],
    [{ of: 'teams', teamIds: ['1', '2'] }, '{"teamIds":["1","2"]}'],
  ])('is shown as it was put: %j', (rights, endSessions) => {
    const answer = renderSecurityProfile(aProfile(rights));
    expect(answer.status).toBe(200);
    expect(sent(answer)).toBe(`{"profileId":"supervisors","endSessions":${endSessions}}`);
    expect(put({ endSessions: JSON.parse(endSessions) })).toEqual(aProfile(rights));
  });

  test('nobody has put is not found', () => {
    expect(parseGetSecurityProfile(aRequest({ path }))).toEqual(['demo', 'supervisors']);
    expect(refusalOf(() => renderSecurityProfile(undefined))).toEqual({
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
    [{ endSessions: {} }, 'endSessions', `${must}, got an object`],
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
  ])('is not %j', (body, at, message) => {
    expect(faultsOf(() => put(body))).toEqual([{ path: at, message }]);
  });

  test('is put and read by who administers keys', () => {
    const request = aRequest({ path, body: { endSessions: 'everybody' }, caller: aCaller('sessions:write') });
    const problem = { type: 'forbidden', scope: 'keys:admin' };
    expect(refusalOf(() => parsePutSecurityProfile(request))).toEqual(problem);
    expect(refusalOf(() => parseGetSecurityProfile({ ...request, body: undefined }))).toEqual(problem);
  });
});
