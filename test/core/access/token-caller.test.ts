import { describe, expect, test } from '@jest/globals';
import { makeAuthenticateToken, type VerifiedClaims } from '#core/access/token-caller.ts';
import { minutes, seconds } from '#core/instant.ts';
import { usualClaims } from '#runtime/oidc-issuer.ts';

const good = { sub: 'ann', exp: 600, lastcall_instance: 'demo', scope: 'sessions:read logout:one' };

/** Identifies the holder of a token with these claims. */
function identified(claims: VerifiedClaims | 'badToken' | 'expiredToken', names = usualClaims) {
  const time = { at: 0 };
  let asked = 0;
  const verify = async () => {
    asked += 1;
    return claims;
  };
  const fingerprint = (text: string) => `digest of ${text}`;
  const authenticate = makeAuthenticateToken(verify, { names, clock: { now: () => time.at }, fingerprint });
  return { who: () => authenticate('a-token'), time, asked: () => asked };
}
const whoIs = (claims: VerifiedClaims, names = usualClaims) => identified(claims, names).who();

test('a token names the caller with instance and scopes', async () => {
  expect(await whoIs(good)).toEqual({
    callerId: 'ann',
    instanceId: 'demo',
    scopes: ['sessions:read', 'logout:one'],
    validUntil: seconds(600),
  });
});

test.each([
  ['a list', ['logout:one', 7, 'sessions:read']],
  ['with the name of a resource server', 'https://api.example.com/logout:one lastcall/sessions:read openid'],
])('scopes may be %s, and unknown ones give no right', async (_, scope) => {
  expect(await whoIs({ ...good, scope })).toMatchObject({ scopes: ['sessions:read', 'logout:one'] });
});

test.each([[undefined], [''], [7], [{}], ['admin']])('scopes %j give no right', async (scope) => {
  expect(await whoIs({ ...good, scope })).toMatchObject({ scopes: [] });
});

test('the names of the claims can be others', async () => {
  const names = { instance: 'custom:centre', scopes: 'permissions' };
  const claims = {
    sub: 'ann',
    exp: 600,
    'custom:centre': 'other',
    permissions: ['logout:one'],
    lastcall_instance: 'demo',
  };
  expect(await whoIs(claims, names)).toEqual({
    callerId: 'ann',
    instanceId: 'other',
    scopes: ['logout:one'],
    validUntil: seconds(600),
  });
});

test('a subject that may be an e-mail address, or is too long, is replaced by its digest', async () => {
  for (const sub of ['ann@example.com', 'Ann Example', 's'.repeat(129)]) {
    expect(await whoIs({ ...good, sub })).toMatchObject({ callerId: `sub-digest of ${sub}` });
  }
  expect(await whoIs({ ...good, sub: 'auth0|5f7c8ec7c33c6c004bbafe82' })).toMatchObject({
    callerId: 'auth0|5f7c8ec7c33c6c004bbafe82',
  });
});

test('an instance may begin with dots, and a subject have 128 characters', async () => {
  const sub = 's'.repeat(128);
  expect(await whoIs({ ...good, sub, lastcall_instance: '..demo' })).toMatchObject({
    callerId: sub,
    instanceId: '..demo',
  });
  for (const lastcall_instance of ['.', '..']) expect(await whoIs({ ...good, lastcall_instance })).toBe('badClaims');
});

test.each([
  ['no subject', { sub: undefined }],
  ['an empty subject', { sub: '' }],
  ['no expiry', { exp: undefined }],
  ['no instance', { lastcall_instance: undefined }],
  ['an instance that cannot be', { lastcall_instance: 'demo#AGENT' }],
  ['several instances', { lastcall_instance: ['demo', 'other'] }],
])('a token with %s is no caller', async (_, claims) => {
  expect(await whoIs({ ...good, ...claims })).toBe('badClaims');
});

describe('teams', () => {
  const names = { ...usualClaims, teams: 'groups' };
  const teamsOf = async (groups: unknown) => {
    const who = await whoIs({ ...good, groups }, names);
    return typeof who === 'string' ? who : who.teamIds;
  };

  test('limit the caller, in a list or a text', async () => {
    expect(await teamsOf(['day', 'night'])).toEqual(['day', 'night']);
    expect(await teamsOf('day night')).toEqual(['day', 'night']);
  });

  test('are texts: what else is in the list is no team', async () => {
    expect(await teamsOf(['day', 7, null])).toEqual(['day']);
  });

  test('with an asterisk do not', async () => {
    expect(await teamsOf(['day', '*'])).toBeUndefined();
  });

  test.each([[undefined], [[]], [''], [7], [null]])('that are missing (%j) give nothing at all', async (groups) => {
    expect(await teamsOf(groups)).toBe('badClaims');
  });

  test('mean nothing unless the deployment names their claim', async () => {
    expect(await whoIs({ ...good, groups: [] })).not.toHaveProperty('teamIds');
  });
});

describe('somebody who was accepted', () => {
  test('is remembered for a minute', async () => {
    const { who, time, asked } = identified(good);
    for (const at of [0, seconds(59), seconds(60)]) {
      time.at = at;
      expect(await who()).toMatchObject({ callerId: 'ann' });
    }
    expect(asked()).toBe(2);
  });

  test('is so no longer than the token is valid', async () => {
    const { who, time } = identified({ ...good, exp: 30 });
    expect(await who()).toMatchObject({ callerId: 'ann' });
    time.at = seconds(30) - 1;
    expect(await who()).toMatchObject({ callerId: 'ann' });
    time.at = seconds(30);
    expect(await who()).toBe('expiredToken');
  });
});

test.each(['badToken', 'expiredToken'] as const)('a refusal (%s) is not remembered', async (refusal) => {
  const { who, asked, time } = identified(refusal);
  expect([await who(), await who()]).toEqual([refusal, refusal]);
  time.at = minutes(1);
  expect(asked()).toBe(2);
});
