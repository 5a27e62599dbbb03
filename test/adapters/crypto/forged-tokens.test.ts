import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { someDay } from '../../support/agents.ts';
import {
  encodedClaims as encoded,
  memorySigningKeys,
  numberedKeys,
  someClaims,
  testTokens,
} from '../../support/tokens.ts';

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('a token', () => {
  test.each([{ k: 'socket' }, { i: 'other' }, { c: 'c2' }, { p: 'agent' }, { e: someDay + 1 }, { e: undefined }])(
    'is refused when its payload was changed: %j',
    async (change) => {
      const { tokens } = testTokens();
      await tokens.issue({ ...someClaims, instanceId: 'other' });
      const [payload = '', signature] = (await tokens.issue(someClaims)).split('.');
      const forged = encoded({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), ...change });
      expect(await tokens.read(`${forged}.${signature}`)).toBe('badToken');
    },
  );

  test('is refused when any character is changed, missing or added', async () => {
    const { tokens } = testTokens();
    const token = await tokens.issue({ ...someClaims, participantId: 'c' });
    for (const place of Array.from(token).keys()) {
      const [before, after] = [token.slice(0, place), token.slice(place + 1)];
      expect(await tokens.read(before + after)).toBe('badToken');
      for (const character of [...base64url, '.', '=', ' ', '+', '/', 'é']) {
        if (character === token[place]) continue;
        expect(await tokens.read(before + character + after)).toBe('badToken');
        expect(await tokens.read(before + character + token.slice(place))).toBe('badToken');
      }
    }
  });

  test('is refused in any other base64 spelling of the same bytes', async () => {
    const { tokens } = testTokens();
    const token = await tokens.issue(someClaims);
    const [payload = '', signature = ''] = token.split('.');
    const last = base64url.indexOf(signature.at(-1) ?? '');
    // 43 characters hold 258 bits, two more than the signature has.
    for (const twin of [1, 2, 3].map((bits) => signature.slice(0, -1) + base64url[last ^ bits])) {
      expect(Buffer.from(twin, 'base64url')).toEqual(Buffer.from(signature, 'base64url'));
      expect(await tokens.read(`${payload}.${twin}`)).toBe('badToken');
    }
    for (const other of [
      `${token}=`,
      `${payload}=.${signature}`,
      `${token}.`,
      `${token} `,
      ` ${token}`,
      `${payload}\n.${signature}`,
    ]) {
      expect(await tokens.read(other)).toBe('badToken');
    }
  });
});

describe('a text that is no token', () => {
  test('is refused without a look-up when its instance is longer than any', async () => {
    const find = () => Promise.reject(new Error('Must not be called'));
    const { tokens } = testTokens({ find, obtain: find });
    expect(await tokens.read(`${encoded({ i: 'x'.repeat(101) })}.signature`)).toBe('badToken');
  });

  test('has a refusal of its own when it is empty', async () => {
    expect(await testTokens().tokens.read('')).toBe('noToken');
  });

  test('is refused, whatever it is', async () => {
    const { tokens } = testTokens();
    await tokens.issue(someClaims);
    const payload = fc.oneof(fc.jsonValue(), fc.record({ i: fc.constant('demo') }));
    const texts = fc.oneof(
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.tuple(payload, fc.string()).map(([read, signature]) => `${encoded(read)}.${signature}`),
      fc.string({ minLength: 1001, maxLength: 3000 }),
    );
    await fc.assert(fc.asyncProperty(texts, async (text) => expect(await tokens.read(text)).toBe('badToken')));
  });

  test('is refused when it is correctly signed but contains no claims', async () => {
    const key = new Uint8Array(32).fill(7);
    const { tokens } = testTokens(memorySigningKeys(() => key));
    await tokens.issue(someClaims);
    const signed = (payload: object) => {
      const text = encoded(payload);
      return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
    };
    const payload = { k: 'socket', i: 'demo', c: 'c1', p: 'customer' };
    expect(await tokens.read(signed(payload))).toMatchObject({ kind: 'socket', contactId: 'c1' });
    for (const change of [{ k: 'supervisor' }, { c: 1 }, { p: undefined }, { e: 'never' }, { e: null }, { x: 1 }]) {
      expect(await tokens.read(signed({ ...payload, ...change }))).toBe('badToken');
    }
  });

  test('may be signed with the key of another instance or another deployment', async () => {
    const { tokens } = testTokens();
    await tokens.issue(someClaims);
    const elsewhere = testTokens(memorySigningKeys(numberedKeys(100))).tokens;
    expect(await tokens.read(await elsewhere.issue(someClaims))).toBe('badToken');
  });
});
