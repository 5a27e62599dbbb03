import { expect, test } from '@jest/globals';
import { type ApiKey, type ApiKeyStore, KeyExistsError } from '#core/access/access.ts';
import type { SigningKeys } from '#core/access/tokens.ts';

const aKey = (overrides: Partial<ApiKey> = {}): ApiKey => ({
  keyId: 'key-1',
  instanceId: 'demo',
  scopes: ['sessions:read', 'logout:bulk'],
  secretHash: 'sha256$salt$digest',
  ...overrides,
});

/** What every ApiKeyStore promises. */
export function apiKeyStoreContract(open: () => Promise<ApiKeyStore>) {
  test('finds a key by its id', async () => {
    const keys = await open();
    await keys.add(aKey());
    await keys.add(aKey({ keyId: 'key-2', instanceId: 'other', scopes: [] }));
    expect(await keys.find('key-1')).toEqual(aKey());
    expect(await keys.find('key-2')).toEqual(aKey({ keyId: 'key-2', instanceId: 'other', scopes: [] }));
    expect(await keys.find('key-3')).toBeUndefined();
  });

  test('never replaces a key, whatever its instance', async () => {
    const keys = await open();
    await keys.add(aKey());
    await expect(keys.add(aKey({ instanceId: 'other' }))).rejects.toBeInstanceOf(KeyExistsError);
    expect(await keys.find('key-1')).toEqual(aKey());
  });
}

/** Random keys whose bytes count up, so that a test knows which one it has. */
function numbered() {
  let made = 0;
  return () => {
    made += 1;
    return new Uint8Array(32).fill(made);
  };
}

/** What every SigningKeys promises. */
export function signingKeysContract(open: (random: () => Uint8Array) => Promise<SigningKeys>) {
  test('creates the key of an instance when it is first needed, and keeps it', async () => {
    const keys = await open(numbered());
    const key = await keys.obtain('demo');
    expect(new Uint8Array(key)).toEqual(new Uint8Array(32).fill(1));
    expect(await keys.obtain('demo')).toEqual(key);
    expect(await keys.find('demo')).toEqual(key);
  });

  test('creates none for a look-up', async () => {
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

  test('gives simultaneous first callers the same one', async () => {
    const keys = await open(numbered());
    const obtained = await Promise.all(Array.from({ length: 6 }, () => keys.obtain('demo')));
    expect(new Set(obtained.map(String)).size).toBe(1);
    expect(await keys.find('demo')).toEqual(obtained[0]);
  });
}
