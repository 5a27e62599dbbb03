import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeTokenVerifier } from '#adapters/oidc/token-verifier.ts';
import { TokenIssuer } from '#test/support/token-issuer.ts';

let issuer: TokenIssuer;
beforeEach(async () => {
  issuer = await new TokenIssuer().start();
});
afterEach(() => issuer.stop());

const verifier = () => makeTokenVerifier({ issuer: issuer.url, audience: ['lastcall', 'other'] });
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = () => Math.floor(Date.now() / 1_000);

test('a token of the issuer gives its claims, and the keys are fetched once', async () => {
  const verify = verifier();
  expect(await verify(issuer.token())).toMatchObject({ sub: 'ann', lastcall_instance: 'demo' });
  expect(await verify(issuer.token({ aud: ['somebody', 'other'] }))).toMatchObject({ sub: 'ann' });
  expect(issuer.asked).toEqual(['/.well-known/openid-configuration', '/keys']);
});

describe('refused is a token', () => {
  test.each<[string, () => string]>([
    ['for another audience', () => issuer.token({ aud: 'somebody' })],
    ['for no audience', () => issuer.token({ aud: undefined })],
    ['of another issuer', () => issuer.token({ iss: 'https://evil.example.com' })],
    ['of no issuer', () => issuer.token({ iss: undefined })],
    ['that is not valid yet', () => issuer.token({ nbf: now() + 60 })],
    ['without a signature', () => issuer.token({}, { alg: 'none' }).replace(/[^.]*$/, '')],
    ['of the algorithm none', () => issuer.token({}, { alg: 'none' })],
    ['of an unknown algorithm', () => issuer.token({}, { alg: 'ES257' })],
    ['of an algorithm that is not that of the key', () => issuer.token({}, { alg: 'RS256' })],
    ['that names no key', () => issuer.token({}, { kid: undefined })],
    ['that names a key of nobody', () => issuer.token({}, { kid: 'key-9' })],
    [
      'whose claims were changed',
      () => {
        const [head, , signature] = issuer.token().split('.');
        return [head, part({ iss: issuer.url, aud: 'lastcall', sub: 'root', exp: now() + 600 }), signature].join('.');
      },
    ],
    [
      'signed with a secret that everybody knows',
      () => {
        const [, claims = ''] = issuer.token().split('.');
        const signed = `${part({ alg: 'HS256', kid: 'key-1' })}.${claims}`;
        return `${signed}.${createHmac('sha256', 'key-1').update(signed).digest('base64url')}`;
      },
    ],
    ['that is none', () => 'hello'],
    ['with parts that are no JSON', () => 'a.b.c'],
  ])('%s', async (_, token) => {
    expect(await verifier()(token())).toBe('badToken');
  });

  test('that has expired, and it is told so', async () => {
    expect(await verifier()(issuer.token({ exp: now() - 5 }))).toBe('expiredToken');
  });
});

test('a new key of the issuer is fetched when a token names it', async () => {
  const verify = verifier();
  const before = issuer.token();
  await verify(before);
  issuer.changeKey();
  expect(await verify(issuer.token())).toMatchObject({ sub: 'ann' });
  expect(issuer.asked.filter((path) => path === '/keys')).toHaveLength(2);
});

test('tokens that name keys of nobody do not have them fetched each time', async () => {
  const verify = verifier();
  await verify(issuer.token());
  for (let time = 0; time < 20; time += 1) await verify(issuer.token({}, { kid: 'forged' }));
  expect(issuer.asked.filter((path) => path === '/keys')).toHaveLength(2);
});

test.each([
  ['does not answer as it should', { status: 503 }],
  ['is another one by its own document', { discovery: { issuer: 'https://evil.example.com' } }],
  ['names no keys', { discovery: { jwks_uri: undefined } }],
  ['names keys that are not there', { discovery: { jwks_uri: 'http://127.0.0.1:9/keys' } }],
])('an issuer that %s is a fault, and the token is right as soon as it is repaired', async (_, fault) => {
  const verify = verifier();
  Object.assign(issuer, fault);
  await expect(verify(issuer.token())).rejects.toThrow();
  Object.assign(issuer, { status: 200, discovery: {} });
  expect(await verify(issuer.token())).toMatchObject({ sub: 'ann' });
});
