import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeSignedTokens } from '#adapters/crypto/signed-tokens.ts';
import { makeMemoryKeyRings } from '#adapters/memory/access.ts';
import { makeSigningKeys, signingKeyOf, verifyingKeysOf } from '#core/access/key-ring.ts';
import { days, minutes } from '#core/instant.ts';
import { tokenValidity } from '#core/retention.ts';
import { someDay } from '#test/support/agents.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { numberedKeys, someClaims } from '#test/support/tokens.ts';

/** Functions that share the keys of an instance; each remembers them on its own. */
function someFunctions() {
  const clock = { at: someDay, now: () => clock.at };
  const rings = makeMemoryKeyRings();
  const random = numberedKeys();
  const reports: string[] = [];
  const report = (fault: string) => void reports.push(fault);
  const keysOf = (makes: boolean) => makeSigningKeys({ rings, random, clock, makes: () => makes, report });
  const start = (makes = true) => makeSignedTokens({ keys: keysOf(makes), clock });
  return { clock, rings, reports, keysOf, start };
}

const keyOf = async (rings: ReturnType<typeof makeMemoryKeyRings>) => (await rings.find('demo'))?.secret[0];

describe('the signing key of an instance', () => {
  test('is followed by a new one when it is thirty days old and needed, and by no other before that', async () => {
    const { clock, rings, keysOf } = someFunctions();
    await keysOf(true).obtain('demo');
    clock.at += days(30) - 1;
    await keysOf(true).obtain('demo');
    expect(await rings.find('demo')).toEqual({ secret: new Uint8Array(32).fill(1), since: someDay });
    clock.at += 1;
    await keysOf(true).obtain('demo');
    await keysOf(true).obtain('demo');
    const [secret, previous] = [2, 1].map((byte) => new Uint8Array(32).fill(byte));
    expect(await rings.find('demo')).toEqual({ secret, since: someDay + days(30), previous });
  });

  test('signs no token before every function has it', async () => {
    const { clock, start } = someFunctions();
    const claims = { ...someClaims, expiresAt: someDay + days(31) };
    const first = await start().issue(claims);
    clock.at += days(30);
    expect(await start().issue(claims)).toBe(first);
    clock.at += minutes(10) - 1;
    expect(await start().issue(claims)).toBe(first);
    clock.at += 1;
    expect(await start().issue(claims)).not.toBe(first);
  });

  test('is worth nothing once the tokens that it signed have expired', async () => {
    const { clock, start } = someFunctions();
    const forger = start();
    const stolen = await forger.issue({ ...someClaims, expiresAt: someDay + days(90) });
    clock.at += days(30);
    await start().issue(someClaims);
    expect(await start().read(stolen)).toMatchObject({ kind: 'connection' });
    clock.at += days(2);
    expect(await start().read(stolen)).toBe('badToken');
  });

  test('whose age is unknown begins to age, and stays the same', async () => {
    const { clock, rings, keysOf } = someFunctions();
    const secret = new Uint8Array(32).fill(77);
    await rings.replace('demo', { secret }, undefined);
    await keysOf(true).obtain('demo');
    expect(await rings.find('demo')).toEqual({ secret, since: someDay });
    clock.at += days(30);
    expect(await keysOf(true).obtain('demo')).toMatchObject({ previous: secret });
  });

  test('is made by one of several functions that find it old at the same time', async () => {
    const { clock, rings, keysOf } = someFunctions();
    await keysOf(true).obtain('demo');
    clock.at += days(30);
    const obtained = await Promise.all(Array.from({ length: 6 }, () => keysOf(true).obtain('demo')));
    const kept = await rings.find('demo');
    for (const ring of obtained) expect(ring).toEqual(kept);
    expect(kept?.previous).toEqual(new Uint8Array(32).fill(1));
  });

  test('is never made by a function that only reads keys', async () => {
    const { clock, rings, keysOf } = someFunctions();
    await expect(keysOf(false).obtain('demo')).rejects.toThrow('no signing key yet');
    await keysOf(true).obtain('demo');
    clock.at += days(60);
    await keysOf(false).obtain('demo');
    expect(await keyOf(rings)).toBe(1);
  });

  test('goes on signing while a new one cannot be kept', async () => {
    const { clock, rings, reports } = someFunctions();
    const replace = rings.replace;
    const broken = {
      ...rings,
      replace: (...args: Parameters<typeof replace>) =>
        fails ? Promise.reject(new Error('throttled')) : replace(...args),
    };
    let fails = false;
    const report = (fault: string) => void reports.push(fault);
    const keys = makeSigningKeys({ rings: broken, random: numberedKeys(), clock, makes: () => true, report });
    const first = await keys.obtain('demo');
    fails = true;
    clock.at += days(31);
    expect(await keys.obtain('demo')).toEqual(first);
    expect(reports).toEqual(['A new signing key could not be kept; the old one goes on signing']);
    await expect(keys.obtain('other')).rejects.toThrow('throttled');
  });
});

describe('of two keys', () => {
  const [secret, previous] = [2, 1].map((byte) => new Uint8Array(32).fill(byte));
  const ring = { secret: secret ?? new Uint8Array(), since: someDay, ...(previous && { previous }) };

  test('the new one signs ten minutes after it was made', () => {
    expect(signingKeyOf(ring, someDay + minutes(10) - 1)).toBe(previous);
    expect(signingKeyOf(ring, someDay + minutes(10))).toBe(secret);
  });

  test('the old one verifies until its last token has expired, and five minutes more for look-ups that are old', () => {
    const end = someDay + minutes(10) + days(1) + minutes(5);
    expect(verifyingKeysOf(ring, end - 1)).toEqual([secret, previous]);
    expect(verifyingKeysOf(ring, end)).toEqual([secret]);
  });

  test('there is only one before the first rotation', () => {
    const { previous: _, ...first } = ring;
    expect(signingKeyOf(first, someDay)).toBe(secret);
    expect(verifyingKeysOf(first, someDay)).toEqual([secret]);
  });
});

test('whichever functions issue and read tokens, and whenever keys rotate, a token is valid until it expires', async () => {
  const step = fc.record({
    after: fc.oneof(
      fc.integer({ min: 0, max: minutes(4) }),
      fc.integer({ min: 0, max: minutes(30) }),
      fc.integer({ min: 0, max: days(1) }),
      fc.integer({ min: days(28), max: days(31) }),
    ),
    issuer: fc.nat({ max: 3 }),
    reader: fc.nat({ max: 3 }),
    kind: fc.constantFrom('participant' as const, 'connection' as const, 'socket' as const),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { clock, start } = someFunctions();
      const functions = [start(), start(), start(false), start(false)];
      await functions[0]?.issue(someClaims);
      const issued: { readonly token: string; readonly expiresAt: number }[] = [];
      for (const { after, issuer, reader, kind } of steps) {
        clock.at += after;
        const expiresAt = clock.at + tokenValidity[kind];
        const token = await functions[issuer]?.issue({ ...someClaims, kind, expiresAt });
        issued.push({ token: token ?? '', expiresAt });
        for (const each of issued) {
          const claims = await functions[reader]?.read(each.token);
          if (each.expiresAt > clock.at) expect(claims).toMatchObject({ expiresAt: each.expiresAt });
          else expect(['expiredToken', 'badToken']).toContain(claims);
        }
      }
    }),
    { numRuns: randomRuns(200) },
  );
});
