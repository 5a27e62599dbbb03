import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ParticipantPass, Pass } from '#core/access/passes.ts';
import { someDay } from '../support/agents.ts';
import { aPass, aSecurityUser, thesePasses } from '../support/passes.ts';

const id = (longest: number) => fc.stringMatching(new RegExp(`^[A-Za-z0-9._:-]{1,${longest}}$`));
const kind = fc.constantFrom('participant' as const, 'connection' as const, 'socket' as const);
const fields = {
  kind,
  instanceId: id(100),
  contactId: id(256),
  participantId: id(64),
  expiresAt: fc.integer({ min: someDay + 1, max: someDay + 1_000_000 }),
};
const anyPass: fc.Arbitrary<ParticipantPass> = fc.record(fields, {
  requiredKeys: ['kind', 'instanceId', 'contactId', 'participantId'],
});
/** Some fields of a pass. */
const anyChange: fc.Arbitrary<Partial<ParticipantPass>> = fc.record(fields, { requiredKeys: [] });

describe('a token', () => {
  test('stands for whom it was issued, fits a header and a query string, and is at most 1000 characters', async () => {
    const { passes } = thesePasses();
    await fc.assert(
      fc.asyncProperty(anyPass, async (pass) => {
        const token = await passes.issue(pass);
        expect(token).toMatch(/^[\w.-]{1,1000}$/);
        expect(await passes.read(token)).toEqual(pass);
      }),
    );
  });

  test('is at most 1000 characters with the longest ids', async () => {
    const [instanceId, contactId, participantId] = [100, 256, 64].map((n) => 'x'.repeat(n));
    if (!instanceId || !contactId || !participantId) throw new Error('There are three');
    const token = await thesePasses().passes.issue({
      ...aPass,
      kind: 'participant',
      instanceId,
      contactId,
      participantId,
    });
    expect(token.length).toBeLessThanOrEqual(1000);
  });

  test('is not issued beyond 1000 characters', async () => {
    const { passes } = thesePasses();
    await expect(passes.issue({ ...aPass, contactId: 'x'.repeat(1000) })).rejects.toThrow('at most 1000 characters');
  });

  test('never stands for another kind, instance, chat, participant or time', async () => {
    const { passes } = thesePasses();
    await fc.assert(
      fc.asyncProperty(anyPass, anyChange, async (one, change) => {
        const other = { ...one, ...change };
        const isSame = isDeepStrictEqual(one, other);
        const [token, otherToken] = [await passes.issue(one), await passes.issue(other)];
        expect(token === otherToken).toBe(isSame);
        const [claims, signature] = token.split('.');
        const [otherClaims, otherSignature] = otherToken.split('.');
        expect(await passes.read(`${claims}.${otherSignature}`)).toEqual(isSame ? one : 'badToken');
        expect(await passes.read(`${otherClaims}.${signature}`)).toEqual(isSame ? one : 'badToken');
      }),
    );
  });

  test('is good to the last millisecond before its expiry, and expired from then on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100_000 }), async (lifetime) => {
        const { passes, clock } = thesePasses();
        const pass = { ...aPass, expiresAt: someDay + lifetime };
        const token = await passes.issue(pass);
        clock.at = someDay + lifetime - 1;
        expect(await passes.read(token)).toEqual(pass);
        clock.at += 1;
        expect(await passes.read(token)).toBe('expiredToken');
        clock.at += 1_000_000;
        expect(await passes.read(token)).toBe('expiredToken');
      }),
    );
  });

  test('that names no expiry does not expire', async () => {
    const { passes, clock } = thesePasses();
    const { expiresAt: _, ...lasting } = aPass;
    const token = await passes.issue(lasting);
    clock.at += 10 ** 12;
    expect(await passes.read(token)).toEqual(lasting);
  });
});

describe('the token of a security user', () => {
  const anyUser: fc.Arbitrary<Pass> = fc.record(
    {
      kind: fc.constant('securityUser' as const),
      instanceId: id(100),
      contactId: id(256),
      agentId: id(64),
      teamIds: fc.array(id(64), { maxLength: 20 }),
      expiresAt: fc.integer({ min: someDay + 1, max: someDay + 1_000_000 }),
    },
    { requiredKeys: ['kind', 'instanceId', 'contactId', 'agentId', 'expiresAt'] },
  );

  test('stands for the agent and the teams it was issued for, and is at most 3000 characters', async () => {
    const { passes } = thesePasses();
    await fc.assert(
      fc.asyncProperty(anyUser, async (pass) => {
        const token = await passes.issue(pass);
        expect(token).toMatch(/^[\w.-]{1,3000}$/);
        expect(await passes.read(token)).toEqual(pass);
      }),
    );
  });

  test('no teams are not all teams', async () => {
    const { passes } = thesePasses();
    const { teamIds: _, ...everybody } = aSecurityUser;
    const tokens = await Promise.all([everybody, { ...everybody, teamIds: [] }].map((pass) => passes.issue(pass)));
    expect(await Promise.all(tokens.map((token) => passes.read(token)))).toEqual([
      everybody,
      { ...everybody, teamIds: [] },
    ]);
  });

  test('expires, and is nobody’s in another instance', async () => {
    const { passes, clock } = thesePasses();
    const token = await passes.issue(aSecurityUser);
    const [, signature] = (await passes.issue({ ...aSecurityUser, instanceId: 'other' })).split('.');
    expect(await passes.read(`${token.split('.')[0]}.${signature}`)).toBe('badToken');
    clock.at = aSecurityUser.expiresAt;
    expect(await passes.read(token)).toBe('expiredToken');
  });
});
