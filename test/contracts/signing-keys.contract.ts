import { expect, test } from '@jest/globals';
import type { SigningKeys } from '#core/access/passes.ts';

/** Keys that tell by their first byte as which they were made. */
function numbered() {
  let made = 0;
  return () => {
    made += 1;
    return new Uint8Array(32).fill(made);
  };
}

/** What every SigningKeys promises. */
export function signingKeysContract(open: (random: () => Uint8Array) => Promise<SigningKeys>) {
  test('makes the key of an instance when it is first asked for, and keeps it', async () => {
    const keys = await open(numbered());
    const key = await keys.obtain('demo');
    expect(new Uint8Array(key)).toEqual(new Uint8Array(32).fill(1));
    expect(await keys.obtain('demo')).toEqual(key);
    expect(await keys.find('demo')).toEqual(key);
  });

  test('makes none for whoever only looks', async () => {
    const keys = await open(numbered());
    expect(await keys.find('demo')).toBeUndefined();
    expect(await keys.find('demo')).toBeUndefined();
  });

  test('gives each instance its own', async () => {
    const keys = await open(numbered());
    const [one, other] = [await keys.obtain('demo'), await keys.obtain('other')];
    expect(one).not.toEqual(other);
    expect(await keys.find('demo')).toEqual(one);
    expect(await keys.find('other')).toEqual(other);
  });

  test('gives the same one to all who ask first at the same time', async () => {
    const keys = await open(numbered());
    const obtained = await Promise.all(Array.from({ length: 6 }, () => keys.obtain('demo')));
    expect(new Set(obtained.map(String)).size).toBe(1);
    expect(await keys.find('demo')).toEqual(obtained[0]);
  });
}
