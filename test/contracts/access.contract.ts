import { expect, test } from '@jest/globals';
import { type ApiKey, type ApiKeyStore, KeyExistsError } from '#core/access/access.ts';
import type { KeyRing, KeyRings } from '#core/access/key-ring.ts';

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

  test('lists the keys of an instance by id, and no others', async () => {
    const keys = await open();
    expect(await keys.list('demo')).toEqual([]);
    for (const keyId of ['key-2', 'key-1']) await keys.add(aKey({ keyId, name: 'n', createdAt: 5, createdBy: 'root' }));
    await keys.add(aKey({ keyId: 'key-0', instanceId: 'other' }));
    await expect(keys.add(aKey({ keyId: 'key-0' }))).rejects.toBeInstanceOf(KeyExistsError);
    const listed = await keys.list('demo');
    expect(listed.map(({ keyId }) => keyId)).toEqual(['key-1', 'key-2']);
    expect(listed[0]).toEqual(aKey({ name: 'n', createdAt: 5, createdBy: 'root' }));
  });

  test('keeps other secrets of a key, unless somebody else has since', async () => {
    const keys = await open();
    const found = aKey({ name: 'n' });
    await keys.add(found);
    const rotated = { ...found, secretHash: 'next', previous: { secretHash: found.secretHash, validUntil: 9 } };
    expect(await keys.replaceSecrets(rotated, found)).toBe(true);
    expect(await keys.find('key-1')).toEqual(rotated);
    expect(await keys.replaceSecrets({ ...found, secretHash: 'late' }, found)).toBe(false);
    const { previous: _, ...last } = { ...rotated, secretHash: 'last' };
    expect(await keys.replaceSecrets(last, rotated)).toBe(true);
    expect(await keys.find('key-1')).toEqual(last);
  });

  test('removes a key of the instance, and brings none back', async () => {
    const keys = await open();
    await keys.add(aKey());
    await keys.remove({ instanceId: 'other', keyId: 'key-1' });
    expect(await keys.find('key-1')).toEqual(aKey());
    for (const keyId of ['key-1', 'key-1', 'key-9']) await keys.remove({ instanceId: 'demo', keyId });
    expect(await keys.find('key-1')).toBeUndefined();
    expect(await keys.list('demo')).toEqual([]);
    expect(await keys.replaceSecrets(aKey({ secretHash: 'next' }), aKey())).toBe(false);
    expect(await keys.find('key-1')).toBeUndefined();
  });
}

const aKeyRing = (byte: number, others: Partial<KeyRing> = {}): KeyRing => ({
  secret: new Uint8Array(32).fill(byte),
  ...others,
});

/** A ring with plain bytes: what DynamoDB answers is of a class of its own. */
const plain = (ring: KeyRing | undefined) =>
  ring && {
    ...ring,
    secret: new Uint8Array(ring.secret),
    ...(ring.previous && { previous: new Uint8Array(ring.previous) }),
  };

/** What every KeyRings promises. */
export function keyRingsContract(open: () => Promise<KeyRings>) {
  test('keeps the first ring of an instance, and each instance has its own', async () => {
    const rings = await open();
    expect(await rings.find('demo')).toBeUndefined();
    const [one, other] = [aKeyRing(1, { since: 5 }), aKeyRing(2)];
    expect(plain(await rings.replace('demo', one, undefined))).toEqual(one);
    expect(plain(await rings.replace('other', other, undefined))).toEqual(other);
    expect(plain(await rings.find('demo'))).toEqual(one);
    expect(plain(await rings.find('other'))).toEqual(other);
  });

  test('replaces the ring that was found, with or without a time', async () => {
    const rings = await open();
    const steps = [
      aKeyRing(1),
      aKeyRing(1, { since: 5 }),
      aKeyRing(2, { since: 9, previous: aKeyRing(1).secret }),
      aKeyRing(3, { since: 12, previous: aKeyRing(2).secret }),
    ];
    for (const ring of steps) {
      expect(plain(await rings.replace('demo', ring, await rings.find('demo')))).toEqual(ring);
      expect(plain(await rings.find('demo'))).toEqual(ring);
    }
  });

  test('never replaces a ring that somebody else has kept since, and gives that one', async () => {
    const rings = await open();
    const kept = aKeyRing(1, { since: 5 });
    await rings.replace('demo', kept, undefined);
    for (const found of [undefined, aKeyRing(1), aKeyRing(1, { since: 4 }), aKeyRing(3, { since: 5 })]) {
      expect(plain(await rings.replace('demo', aKeyRing(9, { since: 9 }), found))).toEqual(kept);
    }
    expect(plain(await rings.find('demo'))).toEqual(kept);
  });

  test('gives simultaneous callers the same ring', async () => {
    const rings = await open();
    const rivals = [1, 2, 3, 4, 5, 6].map((byte) => aKeyRing(byte, { since: byte }));
    const kept = await Promise.all(rivals.map((ring) => rings.replace('demo', ring, undefined)));
    const found = await rings.find('demo');
    expect(new Set([...kept, found].map((ring) => ring?.since)).size).toBe(1);
  });
}
