import { expect, test } from '@jest/globals';
import { makeMemoryApiKeyStore } from '#adapters/memory/api-key-store.ts';
import { makeAuthenticate, type SecretHash } from '#core/access/access.ts';
import { makeRememberCallers } from '#core/access/remember-callers.ts';
import { seconds } from '#core/instant.ts';

/** A hash that everybody can read, and that remembers what was compared. */
function aHash() {
  const compared: string[] = [];
  const secrets: SecretHash = {
    hash: (secret) => `hash of ${secret}`,
    matches(secret, hash) {
      compared.push(secret);
      return hash === `hash of ${secret}`;
    },
  };
  return { compared, secrets };
}

async function aDoor() {
  const { compared, secrets } = aHash();
  const keys = makeMemoryApiKeyStore();
  await keys.add({ keyId: 'ops', instanceId: 'demo', scopes: ['logout:bulk'], secretHash: secrets.hash('s3cret') });
  const time = { at: 0 };
  const authenticate = makeAuthenticate({ keys, secrets });
  const remembering = makeRememberCallers(authenticate, { clock: { now: () => time.at }, fingerprint: (text) => text });
  return { authenticate, remembering, compared, time, keys, secrets };
}

const ops = { callerId: 'ops', instanceId: 'demo', scopes: ['logout:bulk'] };

test('a key with its secret stands for its instance and scopes', async () => {
  const { authenticate } = await aDoor();
  expect(await authenticate({ keyId: 'ops', secret: 's3cret' })).toEqual(ops);
});

test('an unknown key is refused like a wrong secret, after the same comparison', async () => {
  const { authenticate, compared } = await aDoor();
  expect(await authenticate({ keyId: 'ops', secret: 'wrong' })).toBe('wrongCredentials');
  expect(await authenticate({ keyId: 'nobody', secret: 'wrong' })).toBe('wrongCredentials');
  expect(compared).toEqual(['wrong', 'wrong']);
});

test('a caller who was let in is remembered for a minute', async () => {
  const { remembering, compared, time } = await aDoor();
  for (const at of [0, seconds(59), seconds(60)]) {
    time.at = at;
    expect(await remembering({ keyId: 'ops', secret: 's3cret' })).toEqual(ops);
  }
  expect(compared).toHaveLength(2);
});

test('a remembered caller does not open the door to another secret, and a new key works at once', async () => {
  const { remembering, keys, secrets } = await aDoor();
  await remembering({ keyId: 'ops', secret: 's3cret' });
  expect(await remembering({ keyId: 'ops', secret: 'wrong' })).toBe('wrongCredentials');
  expect(await remembering({ keyId: 'new', secret: 'fresh' })).toBe('wrongCredentials');
  await keys.add({ keyId: 'new', instanceId: 'other', scopes: [], secretHash: secrets.hash('fresh') });
  expect(await remembering({ keyId: 'new', secret: 'fresh' })).toMatchObject({ instanceId: 'other' });
});
