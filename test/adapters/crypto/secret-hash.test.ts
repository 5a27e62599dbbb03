import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeSecretHash, makeSessionSecrets } from '#adapters/crypto/secret-hash.ts';

describe('the secret of an API key', () => {
  const secrets = makeSecretHash();

  test('matches its own hash and no other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (secret, other) => {
        const hash = secrets.hash(secret);
        expect(secrets.matches(secret, hash)).toBe(true);
        expect(secrets.matches(other, hash)).toBe(other === secret);
      }),
    );
  });

  test('does not match a text that is no hash', () => {
    const noHash = fc.oneof(
      fc.string(),
      fc.constantFrom('', '$', '$$', 'sha256$$', 'sha256$salt$', 'md5$c2FsdA$ZGlnZXN0'),
    );
    fc.assert(fc.property(fc.string(), noHash, (secret, hash) => expect(secrets.matches(secret, hash)).toBe(false)));
    expect(secrets.matches('', '')).toBe(false);
  });

  test('has a different hash each time, which does not reveal it', () => {
    const [one, two] = [secrets.hash('demo-secret'), secrets.hash('demo-secret')];
    expect(one).not.toBe(two);
    expect(one).toMatch(/^sha256\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toContain('demo');
  });
});

describe('the secret of a session', () => {
  const secrets = makeSessionSecrets();

  test('is a UUID, different each time', () => {
    const made = Array.from({ length: 100 }, () => secrets.make());
    expect(new Set(made).size).toBe(100);
    for (const secret of made) expect(secret).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  test('always has the same hash, which does not reveal it', () => {
    const [one, other] = [secrets.make(), secrets.make()];
    expect(secrets.hash(one)).toBe(secrets.hash(one));
    expect(secrets.hash(one)).not.toBe(secrets.hash(other));
    expect(secrets.hash(one)).toMatch(/^[\w-]{43}$/);
    // SHA-256 of "abc", the first example of FIPS 180-2.
    expect(Buffer.from(secrets.hash('abc'), 'base64url').toString('hex')).toMatch(/^ba7816bf.*f20015ad$/);
  });
});
