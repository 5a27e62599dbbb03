import { describe, expect, test } from '@jest/globals';
import { makeMemorySigningKeys } from '#adapters/memory/signing-keys.ts';
import { seconds } from '#core/instant.ts';
import { someDay } from '../support/agents.ts';
import { aPass, encodedClaims as encoded, numberedKeys, thesePasses } from '../support/passes.ts';

describe('the key of an instance', () => {
  /** Passes, with how often keys were looked up. */
  function counted() {
    const memory = makeMemorySigningKeys(numberedKeys());
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
    return { ...thesePasses(keys), memory, looks };
  }

  test('is looked up once in five minutes, to issue and to read', async () => {
    const { passes, clock, looks } = counted();
    const token = await passes.issue({ ...aPass, expiresAt: someDay + 10 ** 9 });
    await passes.issue(aPass);
    await passes.read(token);
    clock.at += seconds(300) - 1;
    await passes.issue(aPass);
    await passes.read(token);
    expect(looks).toEqual(['obtain demo', 'find demo']);
    clock.at += 1;
    await passes.issue(aPass);
    await passes.read(token);
    await passes.read(token);
    expect(looks).toEqual(['obtain demo', 'find demo', 'obtain demo', 'find demo']);
  });

  test('is not made for an instance that a stranger names', async () => {
    const { passes, memory, looks } = counted();
    const token = await thesePasses().passes.issue(aPass);
    expect(await passes.read(token)).toBe('badToken');
    expect(await memory.find('demo')).toBeUndefined();
    expect(looks).toEqual(['find demo']);
  });

  test('is found as soon as there is one, however lately there was none', async () => {
    const keys = makeMemorySigningKeys(numberedKeys());
    const [issuer, reader] = [thesePasses(keys).passes, thesePasses(keys).passes];
    expect(await reader.read(await thesePasses().passes.issue(aPass))).toBe('badToken');
    expect(await reader.read(await issuer.issue(aPass))).toEqual(aPass);
  });

  test('is not looked up for what names no instance, or is too long to be a token', async () => {
    const { passes, looks } = counted();
    const texts = [
      'x',
      '.',
      '..',
      'e30.x',
      `${encoded({ i: '' })}.x`,
      `${encoded({ i: 'demo' })}.x.y`,
      `${encoded({ i: 'demo', c: 'x'.repeat(3000) })}.x`,
    ];
    for (const text of texts) expect(await passes.read(text)).toBe('badToken');
    expect(looks).toEqual([]);
  });
});
