import { describe, expect, test } from '@jest/globals';
import { seconds } from '#core/instant.ts';
import { someDay } from '../../support/agents.ts';
import {
  encodedClaims as encoded,
  memorySigningKeys,
  numberedKeys,
  someClaims,
  testTokens,
} from '../../support/tokens.ts';

describe('the key of an instance', () => {
  /** Tokens, with the look-ups of keys. */
  function counted() {
    const memory = memorySigningKeys(numberedKeys());
    const looks: string[] = [];
    const keys: typeof memory = {
      obtain: (instanceId) => {
        looks.push(`obtain ${instanceId}`);
        return memory.obtain(instanceId);
      },
      find: (instanceId) => {
        looks.push(`find ${instanceId}`);
        return memory.find(instanceId);
      },
    };
    return { ...testTokens(keys), memory, looks };
  }

  test('is looked up once in five minutes, both to issue and to read', async () => {
    const { tokens, clock, looks } = counted();
    const token = await tokens.issue({ ...someClaims, expiresAt: someDay + 10 ** 9 });
    await tokens.issue(someClaims);
    await tokens.read(token);
    clock.at += seconds(300) - 1;
    await tokens.issue(someClaims);
    await tokens.read(token);
    expect(looks).toEqual(['obtain demo', 'find demo']);
    clock.at += 1;
    await tokens.issue(someClaims);
    await tokens.read(token);
    await tokens.read(token);
    expect(looks).toEqual(['obtain demo', 'find demo', 'obtain demo', 'find demo']);
  });

  test('is not created for an instance that a forged token names', async () => {
    const { tokens, memory, looks } = counted();
    const token = await testTokens().tokens.issue(someClaims);
    expect(await tokens.read(token)).toBe('badToken');
    expect(await memory.find('demo')).toBeUndefined();
    expect(looks).toEqual(['find demo']);
  });

  test('is found as soon as it is created, even right after a look-up that found none', async () => {
    const keys = memorySigningKeys(numberedKeys());
    const [issuer, reader] = [testTokens(keys).tokens, testTokens(keys).tokens];
    expect(await reader.read(await testTokens().tokens.issue(someClaims))).toBe('badToken');
    expect(await reader.read(await issuer.issue(someClaims))).toEqual(someClaims);
  });

  test('is not looked up for a text that names no instance or is too long for a token', async () => {
    const { tokens, looks } = counted();
    const texts = [
      'x',
      '.',
      '..',
      'e30.x',
      `${encoded({ i: '' })}.x`,
      `${encoded({ i: 'demo' })}.x.y`,
      `${encoded({ i: 'demo', c: 'x'.repeat(3000) })}.x`,
    ];
    for (const text of texts) expect(await tokens.read(text)).toBe('badToken');
    expect(looks).toEqual([]);
  });
});
