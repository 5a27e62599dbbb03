import { expect, test } from '@jest/globals';
import { type ApiKey, type ApiKeyStore, KeyExistsError } from '#core/access/access.ts';

const aKey = (says: Partial<ApiKey> = {}): ApiKey => ({
  keyId: 'key-1',
  instanceId: 'demo',
  scopes: ['sessions:read', 'logout:bulk'],
  secretHash: 'sha256$salt$digest',
  ...says,
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
