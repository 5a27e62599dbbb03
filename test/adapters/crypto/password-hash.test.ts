import { scryptSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makePasswordHash } from '#adapters/crypto/password-hash.ts';

const passwords = makePasswordHash();

test('a password matches its own hash and no other', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(text, text, async (password, other) => {
      const hash = await passwords.hash(password);
      expect(await passwords.matches(password, hash)).toBe(true);
      expect(await passwords.matches(other, hash)).toBe(other.normalize('NFKC') === password.normalize('NFKC'));
    }),
    { numRuns: 2 },
  );
});

test('a password is the same however its characters are composed', async () => {
  const [composed, decomposed] = ['caf\u00e9', 'cafe\u0301'];
  expect(await passwords.matches(decomposed, await passwords.hash(composed))).toBe(true);
});

describe('a hash', () => {
  test('is different each time, names its scheme and cost, and does not reveal the password', async () => {
    const [one, two] = await Promise.all([passwords.hash('demo-password'), passwords.hash('demo-password')]);
    expect(one).not.toBe(two);
    expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toContain('demo');
  });

  test('matches with the cost it names, even if the current cost is another', async () => {
    const salt = Buffer.alloc(16, 7);
    const digest = scryptSync('demo-password', salt, 32, { N: 2 ** 10, r: 4, p: 2 });
    const [saltText, digestText] = [salt, digest].map((bytes) => bytes.toString('base64').replaceAll('=', ''));
    const hash = `$scrypt$ln=10,r=4,p=2$${saltText}$${digestText}`;
    expect(await passwords.matches('demo-password', hash)).toBe(true);
    expect(await passwords.matches('demo-password', hash.replace('ln=10', 'ln=11'))).toBe(false);
  });

  test('that is no hash is not matched by any password', async () => {
    const zeros = `${'A'.repeat(22)}$${'A'.repeat(43)}`;
    for (const noHash of ['', '$scrypt$', `$md5$${zeros}`, ` $scrypt$ln=15,r=8,p=1$${zeros}`]) {
      expect(await passwords.matches('', noHash)).toBe(false);
    }
  });
});
