import { expect, test } from '@jest/globals';
import { makeSessionSecrets } from '#adapters/session-secrets.ts';

const secrets = makeSessionSecrets();

test('a secret is a UUID, another each time', () => {
  const made = Array.from({ length: 100 }, () => secrets.make());
  expect(new Set(made).size).toBe(100);
  for (const secret of made) expect(secret).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test('the same secret has the same hash, which does not show it', () => {
  const [one, other] = [secrets.make(), secrets.make()];
  expect(secrets.hash(one)).toBe(secrets.hash(one));
  expect(secrets.hash(one)).not.toBe(secrets.hash(other));
  expect(secrets.hash(one)).toMatch(/^[\w-]{43}$/);
  // SHA-256 of "abc", the first example of FIPS 180-2.
  expect(Buffer.from(secrets.hash('abc'), 'base64url').toString('hex')).toMatch(/^ba7816bf.*f20015ad$/);
});
