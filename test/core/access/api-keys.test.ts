import { describe, expect, test } from '@jest/globals';
import { makeMemoryApiKeyStore } from '#adapters/memory/access.ts';
import type { Caller, Scope, SecretHash } from '#core/access/access.ts';
import { makeAuthenticate } from '#core/access/access.ts';
import { mostKeys } from '#core/access/api-keys.ts';
import { makeApiKeyUseCases } from '#core/access/use-cases.ts';
import { minutes } from '#core/instant.ts';

const secrets: SecretHash = {
  hash: (secret) => `hash of ${secret}`,
  matches: (secret, hash) => hash === `hash of ${secret}`,
};
const hours = (count: number) => count * minutes(60);
const admin: Caller = { callerId: 'root', instanceId: 'demo', scopes: ['keys:admin', 'logout:bulk'] };
const stranger: Caller = { ...admin, callerId: 'theirs', instanceId: 'other' };

/** An instance whose keys are named key-1, key-2 and so on, and whose secrets are secret-1, secret-2. */
function anInstance() {
  const time = { at: 0 };
  const clock = { now: () => time.at };
  const keys = makeMemoryApiKeyStore();
  const made = { ids: 0, secrets: 0 };
  const newKeys = {
    id() {
      made.ids += 1;
      return `key-${made.ids}`;
    },
    secret() {
      made.secrets += 1;
      return `secret-${made.secrets}`;
    },
  };
  const authenticate = makeAuthenticate({ keys, secrets, clock });
  const isAccepted = async (secret: string, keyId = 'key-1') =>
    typeof (await authenticate({ keyId, secret })) !== 'string';
  return { ...makeApiKeyUseCases({ keys, secrets, newKeys, clock }), keys, time, isAccepted };
}

const create = (instance: ReturnType<typeof anInstance>, scopes: readonly Scope[] = ['logout:bulk']) =>
  instance.createKey(admin, { name: 'wallboard', scopes });

describe('a new key', () => {
  test('belongs to the instance of who made it, and its secret works at once', async () => {
    const instance = anInstance();
    const made = await create(instance);
    expect(made).toMatchObject({
      type: 'created',
      secret: 'secret-1',
      key: { keyId: 'key-1', instanceId: 'demo', name: 'wallboard', createdBy: 'root', createdAt: 0 },
    });
    expect(await instance.isAccepted('secret-1')).toBe(true);
    expect(await instance.listKeys(admin)).toHaveLength(1);
    expect(await instance.listKeys(stranger)).toEqual([]);
  });

  test('gets no scope that its maker does not have', async () => {
    const instance = anInstance();
    expect(await create(instance, ['logout:bulk', 'chats:write'])).toEqual({ type: 'forbidden', scope: 'chats:write' });
    expect(await instance.listKeys(admin)).toEqual([]);
  });

  test('is not made when there are a hundred', async () => {
    const instance = anInstance();
    for (let made = 0; made < mostKeys; made += 1) expect(await create(instance)).toMatchObject({ type: 'created' });
    expect(await create(instance)).toEqual({ type: 'tooManyKeys' });
    await instance.revokeKey(admin, 'key-7');
    expect(await create(instance)).toMatchObject({ type: 'created' });
  });
});

describe('a rotated key', () => {
  const rotate = (instance: ReturnType<typeof anInstance>, overlapHours: number, caller = admin) =>
    instance.rotateKey(caller, { keyId: 'key-1', overlapHours });

  test('has two secrets until the overlap is over', async () => {
    const instance = anInstance();
    await create(instance);
    expect(await rotate(instance, 2)).toMatchObject({ type: 'rotated', secret: 'secret-2' });
    instance.time.at = hours(2) - 1;
    expect([await instance.isAccepted('secret-1'), await instance.isAccepted('secret-2')]).toEqual([true, true]);
    instance.time.at = hours(2);
    expect([await instance.isAccepted('secret-1'), await instance.isAccepted('secret-2')]).toEqual([false, true]);
  });

  test('without an overlap has the new secret only', async () => {
    const instance = anInstance();
    await create(instance);
    await rotate(instance, 0);
    expect([await instance.isAccepted('secret-1'), await instance.isAccepted('secret-2')]).toEqual([false, true]);
    expect((await instance.listKeys(admin))[0]).not.toHaveProperty('previous');
  });

  test('and rotated again, because the answer was lost, keeps the secret that its holder knows', async () => {
    const instance = anInstance();
    await create(instance);
    await rotate(instance, 2);
    instance.time.at = hours(1);
    expect(await rotate(instance, 24)).toMatchObject({ type: 'rotated', secret: 'secret-3' });
    const accepted = async () =>
      Promise.all(['secret-1', 'secret-2', 'secret-3'].map((each) => instance.isAccepted(each)));
    expect(await accepted()).toEqual([true, false, true]);
    instance.time.at = hours(2);
    expect(await accepted()).toEqual([false, false, true]);
  });

  test('and rotated again when the overlap is over keeps the secret of the first rotation for a while', async () => {
    const instance = anInstance();
    await create(instance);
    await rotate(instance, 2);
    instance.time.at = hours(2);
    await rotate(instance, 2);
    const secretsSoFar = ['secret-1', 'secret-2', 'secret-3'];
    expect(await Promise.all(secretsSoFar.map((each) => instance.isAccepted(each)))).toEqual([false, true, true]);
  });

  test('and rotated again without an overlap, because a secret has leaked, accepts no earlier one', async () => {
    const instance = anInstance();
    await create(instance);
    await rotate(instance, 24);
    await rotate(instance, 0);
    for (const secret of ['secret-1', 'secret-2']) expect(await instance.isAccepted(secret)).toBe(false);
    expect(await instance.isAccepted('secret-3')).toBe(true);
  });

  test('is not shown to a caller who lacks one of its scopes, and keeps its secret', async () => {
    const instance = anInstance();
    await create(instance);
    const limited: Caller = { ...admin, callerId: 'helpdesk', scopes: ['keys:admin'] };
    expect(await rotate(instance, 0, limited)).toEqual({ type: 'forbidden', scope: 'logout:bulk' });
    expect(await instance.isAccepted('secret-1')).toBe(true);
  });

  test('may be the one that asks', async () => {
    const instance = anInstance();
    await create(instance, ['keys:admin']);
    const itself: Caller = { callerId: 'key-1', instanceId: 'demo', scopes: ['keys:admin'] };
    expect(await rotate(instance, 0, itself)).toMatchObject({ type: 'rotated', secret: 'secret-2' });
  });

  test('of another instance is unknown, and so is one that is not there', async () => {
    const instance = anInstance();
    await create(instance);
    expect(await rotate(instance, 2, stranger)).toEqual({ type: 'unknownKey' });
    expect(await instance.rotateKey(admin, { keyId: 'key-9', overlapHours: 1 })).toEqual({ type: 'unknownKey' });
    expect(await instance.isAccepted('secret-1')).toBe(true);
  });

  test('by two at the same time has one of both secrets, and the other is told', async () => {
    const instance = anInstance();
    await create(instance);
    const outcomes = await Promise.all([rotate(instance, 1), rotate(instance, 1)]);
    expect(outcomes.map(({ type }) => type).sort()).toEqual(['contended', 'rotated']);
  });
});

describe('a revoked key', () => {
  test('is accepted no more, whichever its secret; again it is the same', async () => {
    const instance = anInstance();
    await create(instance);
    await instance.rotateKey(admin, { keyId: 'key-1', overlapHours: 24 });
    for (const time of ['first', 'again'])
      expect([time, await instance.revokeKey(admin, 'key-1')]).toEqual([time, 'revoked']);
    for (const secret of ['secret-1', 'secret-2']) expect(await instance.isAccepted(secret)).toBe(false);
    expect(await instance.listKeys(admin)).toEqual([]);
  });

  test('is neither the one that asks nor one of another instance', async () => {
    const instance = anInstance();
    await create(instance);
    expect(await instance.revokeKey({ ...admin, callerId: 'key-1' }, 'key-1')).toBe('ownKey');
    expect(await instance.revokeKey(stranger, 'key-1')).toBe('revoked');
    expect(await instance.isAccepted('secret-1')).toBe(true);
  });
});
