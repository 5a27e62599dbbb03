import { expect, test } from '@jest/globals';
import { makeMemoryApiKeyStore } from '#adapters/memory/access.ts';
import { KeyExistsError, type SecretHash, scopes } from '#core/access/access.ts';
import type { RateLimits } from '#core/access/rate-limit.ts';
import { makeAccessUseCases } from '#core/access/use-cases.ts';
import { seconds } from '#core/instant.ts';

/** Access with the key `ops` of instance `demo`. The secrets that were compared are recorded. */
async function anAccess(take: RateLimits['take'] = async () => ({ type: 'taken', remaining: 4 })) {
  const compared: string[] = [];
  const secrets: SecretHash = {
    hash: (secret) => `hash of ${secret}`,
    matches(secret, hash) {
      compared.push(secret);
      return hash === `hash of ${secret}`;
    },
  };
  const keys = makeMemoryApiKeyStore();
  await keys.add({ keyId: 'ops', instanceId: 'demo', scopes: ['logout:bulk'], secretHash: secrets.hash('s3cret') });
  const time = { at: 0 };
  const reports: string[] = [];
  const useCases = makeAccessUseCases({
    keys,
    secrets,
    limits: { take },
    fingerprint: (text) => text,
    clock: { now: () => time.at },
    report: (fault) => reports.push(fault),
  });
  return { ...useCases, compared, time, keys, secrets, reports };
}

const ops = { callerId: 'ops', instanceId: 'demo', scopes: ['logout:bulk'] };

test('a key with its secret identifies a caller with its instance and scopes', async () => {
  const { authenticate } = await anAccess();
  expect(await authenticate({ keyId: 'ops', secret: 's3cret' })).toEqual(ops);
});

test('an unknown key is refused like a wrong secret, after the same comparisons', async () => {
  const { authenticate, compared } = await anAccess();
  expect(await authenticate({ keyId: 'ops', secret: 'wrong' })).toBe('wrongCredentials');
  expect(await authenticate({ keyId: 'nobody', secret: 'wrong' })).toBe('wrongCredentials');
  // With the latest secret and with the one before, whether there is one or not.
  expect(compared).toEqual(['wrong', 'wrong', 'wrong', 'wrong']);
});

test('a caller who was accepted is remembered for a minute', async () => {
  const { authenticate, compared, time } = await anAccess();
  for (const at of [0, seconds(59), seconds(60)]) {
    time.at = at;
    expect(await authenticate({ keyId: 'ops', secret: 's3cret' })).toEqual(ops);
  }
  expect(compared).toHaveLength(4);
});

test('a remembered caller with another secret is refused, and a new key works at once', async () => {
  const { authenticate, keys, secrets } = await anAccess();
  await authenticate({ keyId: 'ops', secret: 's3cret' });
  expect(await authenticate({ keyId: 'ops', secret: 'wrong' })).toBe('wrongCredentials');
  expect(await authenticate({ keyId: 'new', secret: 'fresh' })).toBe('wrongCredentials');
  await keys.add({ keyId: 'new', instanceId: 'other', scopes: [], secretHash: secrets.hash('fresh') });
  expect(await authenticate({ keyId: 'new', secret: 'fresh' })).toMatchObject({ instanceId: 'other' });
});

test('an id belongs to one key: a second one is refused, and the first goes on working', async () => {
  const { authenticate, keys, secrets } = await anAccess();
  const second = { keyId: 'ops', instanceId: 'other', scopes: [], secretHash: secrets.hash('fresh') };
  const refusal = await keys.add(second).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(KeyExistsError);
  expect(refusal).toHaveProperty('name', 'KeyExistsError');
  expect(await authenticate({ keyId: 'ops', secret: 's3cret' })).toEqual(ops);
});

test('keys that are stored name their scopes, so no scope may get another name', () => {
  expect(scopes).toEqual([
    'sessions:read',
    'sessions:write',
    'logout:one',
    'logout:bulk',
    'chats:write',
    'timers:configure',
    'keys:admin',
    'audit:read',
  ]);
});

test('a caller with a token in the bucket is admitted', async () => {
  const { admit } = await anAccess();
  expect(await admit(ops)).toEqual({ type: 'admitted', remaining: 4 });
});

test('a caller without a token is told after how many whole seconds to retry', async () => {
  const { admit, reports } = await anAccess(async () => ({ type: 'empty', retryAfterMilliseconds: 1001 }));
  expect(await admit(ops)).toEqual({ type: 'tooManyRequests', retryAfterSeconds: 2 });
  expect(reports).toEqual([]);
});

test('while rate limits cannot be read, a caller is admitted, and the error is reported', async () => {
  const { admit, reports } = await anAccess(async () => {
    throw new Error('The table is not reachable');
  });
  expect(await admit(ops)).toEqual({ type: 'admitted' });
  expect(reports).toEqual(['A rate limit could not be read; the request was admitted']);
});
