import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeSecretHash } from '#adapters/secret-hash.ts';

const secrets = makeSecretHash();

test('a secret matches its own hash and no other', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (secret, other) => {
      const hash = secrets.hash(secret);
      expect(secrets.matches(secret, hash)).toBe(true);
      expect(secrets.matches(other, hash)).toBe(other === secret);
    }),
  );
});

test('nothing matches what is no hash', () => {
  const noHash = fc.oneof(
    fc.string(),
    fc.constantFrom('', '$', '$$', 'sha256$$', 'sha256$salt$', 'md5$c2FsdA$ZGlnZXN0'),
  );
  fc.assert(fc.property(fc.string(), noHash, (secret, hash) => expect(secrets.matches(secret, hash)).toBe(false)));
  expect(secrets.matches('', '')).toBe(false);
});

test('the same secret has another hash each time, and the hash does not show it', () => {
  const [one, two] = [secrets.hash('demo-secret'), secrets.hash('demo-secret')];
  expect(one).not.toBe(two);
  expect(one).toMatch(/^sha256\$[\w-]{22}\$[\w-]{43}$/);
  expect(one).not.toContain('demo');
});
