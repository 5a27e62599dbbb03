import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeMemorySigningKeys } from '#adapters/memory/signing-keys.ts';
import { someDay } from '../support/agents.ts';
import { aPass, encodedClaims as encoded, numberedKeys, thesePasses } from '../support/passes.ts';

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('a token', () => {
  test.each([{ k: 'socket' }, { i: 'other' }, { c: 'c2' }, { p: 'agent' }, { e: someDay + 1 }, { e: undefined }])(
    'is refused when its claims were changed: %j',
    async (change) => {
      const { passes } = thesePasses();
      await passes.issue({ ...aPass, instanceId: 'other' });
      const [claims = '', signature] = (await passes.issue(aPass)).split('.');
      const forged = encoded({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), ...change });
      expect(await passes.read(`${forged}.${signature}`)).toBe('badToken');
    },
  );

  test('is refused when any of its characters is another, is missing, or is one too many', async () => {
    const { passes } = thesePasses();
    const token = await passes.issue({ ...aPass, participantId: 'c' });
    for (const place of Array.from(token).keys()) {
      const [before, after] = [token.slice(0, place), token.slice(place + 1)];
      expect(await passes.read(before + after)).toBe('badToken');
      for (const character of [...base64url, '.', '=', ' ', '+', '/', 'é']) {
        if (character === token[place]) continue;
        expect(await passes.read(before + character + after)).toBe('badToken');
        expect(await passes.read(before + character + token.slice(place))).toBe('badToken');
      }
    }
  });

  test('is refused in any other spelling of the same bytes', async () => {
    const { passes } = thesePasses();
    const token = await passes.issue(aPass);
    const [claims = '', signature = ''] = token.split('.');
    const last = base64url.indexOf(signature.at(-1) ?? '');
    // 43 characters say 258 bits, two more than there are.
    for (const twin of [1, 2, 3].map((bits) => signature.slice(0, -1) + base64url[last ^ bits])) {
      expect(Buffer.from(twin, 'base64url')).toEqual(Buffer.from(signature, 'base64url'));
      expect(await passes.read(`${claims}.${twin}`)).toBe('badToken');
    }
    for (const other of [
      `${token}=`,
      `${claims}=.${signature}`,
      `${token}.`,
      `${token} `,
      ` ${token}`,
      `${claims}\n.${signature}`,
    ]) {
      expect(await passes.read(other)).toBe('badToken');
    }
  });
});

describe('what is no token', () => {
  test('names no instance that is longer than any: nobody looks for its key', async () => {
    const find = () => Promise.reject(new Error('Not to be asked'));
    const { passes } = thesePasses({ find, obtain: find });
    expect(await passes.read(`${encoded({ i: 'x'.repeat(101) })}.signature`)).toBe('badToken');
  });

  test('is told apart when there is none at all', async () => {
    expect(await thesePasses().passes.read('')).toBe('noToken');
  });

  test('is refused, whatever it is', async () => {
    const { passes } = thesePasses();
    await passes.issue(aPass);
    const claims = fc.oneof(fc.jsonValue(), fc.record({ i: fc.constant('demo') }));
    const texts = fc.oneof(
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.tuple(claims, fc.string()).map(([read, signature]) => `${encoded(read)}.${signature}`),
      fc.string({ minLength: 1001, maxLength: 3000 }),
    );
    await fc.assert(fc.asyncProperty(texts, async (text) => expect(await passes.read(text)).toBe('badToken')));
  });

  test('is refused when it is rightly signed but no pass', async () => {
    const key = new Uint8Array(32).fill(7);
    const { passes } = thesePasses(makeMemorySigningKeys(() => key));
    await passes.issue(aPass);
    const signed = (claims: object) => {
      const text = encoded(claims);
      return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
    };
    const claims = { k: 'socket', i: 'demo', c: 'c1', p: 'customer' };
    expect(await passes.read(signed(claims))).toMatchObject({ kind: 'socket', contactId: 'c1' });
    for (const change of [{ k: 'supervisor' }, { c: 1 }, { p: undefined }, { e: 'never' }, { e: null }, { x: 1 }]) {
      expect(await passes.read(signed({ ...claims, ...change }))).toBe('badToken');
    }
  });

  test('is what was signed with the key of another instance, or elsewhere', async () => {
    const { passes } = thesePasses();
    await passes.issue(aPass);
    const elsewhere = thesePasses(makeMemorySigningKeys(numberedKeys(100))).passes;
    expect(await passes.read(await elsewhere.issue(aPass))).toBe('badToken');
  });
});
