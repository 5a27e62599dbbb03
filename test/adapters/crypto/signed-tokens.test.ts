import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Claims, ParticipantClaims } from '#core/access/tokens.ts';
import { someDay } from '../../support/agents.ts';
import { aSecurityUser, someClaims, testTokens } from '../../support/tokens.ts';

const id = (longest: number) => fc.stringMatching(new RegExp(`^[A-Za-z0-9._:-]{1,${longest}}$`));
const kind = fc.constantFrom('participant' as const, 'connection' as const, 'socket' as const);
const fields = {
  kind,
  instanceId: id(100),
  contactId: id(256),
  participantId: id(64),
  expiresAt: fc.integer({ min: someDay + 1, max: someDay + 1_000_000 }),
};
const anyClaims: fc.Arbitrary<ParticipantClaims> = fc.record(fields, {
  requiredKeys: ['kind', 'instanceId', 'contactId', 'participantId'],
});
/** Some fields of a participant's claims. */
const anyChange: fc.Arbitrary<Partial<ParticipantClaims>> = fc.record(fields, { requiredKeys: [] });

describe('a token', () => {
  test('is read as it was issued, fits a header and a query string, and has at most 1000 characters', async () => {
    const { tokens } = testTokens();
    await fc.assert(
      fc.asyncProperty(anyClaims, async (claims) => {
        const token = await tokens.issue(claims);
        expect(token).toMatch(/^[\w.-]{1,1000}$/);
        expect(await tokens.read(token)).toEqual(claims);
      }),
    );
  });

  test('of a supervisor’s page is read as it was issued', async () => {
    const { tokens } = testTokens();
    const claims = { kind: 'supervisorSocket', instanceId: 'demo', watchId: 'w1', expiresAt: someDay + 1 } as const;
    expect(await tokens.read(await tokens.issue(claims))).toEqual(claims);
  });

  test('has at most 1000 characters with the longest ids', async () => {
    const [instanceId, contactId, participantId] = [100, 256, 64].map((n) => 'x'.repeat(n));
    if (!instanceId || !contactId || !participantId) throw new Error('Three ids were made');
    const token = await testTokens().tokens.issue({
      ...someClaims,
      kind: 'participant',
      instanceId,
      contactId,
      participantId,
    });
    expect(token.length).toBeLessThanOrEqual(1000);
  });

  test('is not issued beyond 1000 characters', async () => {
    const { tokens } = testTokens();
    await expect(tokens.issue({ ...someClaims, contactId: 'x'.repeat(1000) })).rejects.toThrow(
      'at most 1000 characters',
    );
  });

  test('is never valid for another kind, instance, chat, participant or time', async () => {
    const { tokens } = testTokens();
    await fc.assert(
      fc.asyncProperty(anyClaims, anyChange, async (one, change) => {
        const other = { ...one, ...change };
        const isSame = isDeepStrictEqual({ ...one }, other);
        const [token, otherToken] = [await tokens.issue(one), await tokens.issue(other)];
        expect(token === otherToken).toBe(isSame);
        const [claims, signature] = token.split('.');
        const [otherClaims, otherSignature] = otherToken.split('.');
        expect(await tokens.read(`${claims}.${otherSignature}`)).toEqual(isSame ? one : 'badToken');
        expect(await tokens.read(`${otherClaims}.${signature}`)).toEqual(isSame ? one : 'badToken');
      }),
    );
  });

  test('is valid to the last millisecond before its expiry, and expired from then on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100_000 }), async (lifetime) => {
        const { tokens, clock } = testTokens();
        const claims = { ...someClaims, expiresAt: someDay + lifetime };
        const token = await tokens.issue(claims);
        clock.at = someDay + lifetime - 1;
        expect(await tokens.read(token)).toEqual(claims);
        clock.at += 1;
        expect(await tokens.read(token)).toBe('expiredToken');
        clock.at += 1_000_000;
        expect(await tokens.read(token)).toBe('expiredToken');
      }),
    );
  });

  test('without an expiry does not expire', async () => {
    const { tokens, clock } = testTokens();
    const { expiresAt: _, ...lasting } = someClaims;
    const token = await tokens.issue(lasting);
    clock.at += 10 ** 12;
    expect(await tokens.read(token)).toEqual(lasting);
  });
});

describe('the token of a security user', () => {
  const anyUser: fc.Arbitrary<Claims> = fc.record(
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

  test('is read as it was issued, and has at most 3000 characters', async () => {
    const { tokens } = testTokens();
    await fc.assert(
      fc.asyncProperty(anyUser, async (claims) => {
        const token = await tokens.issue(claims);
        expect(token).toMatch(/^[\w.-]{1,3000}$/);
        expect(await tokens.read(token)).toEqual(claims);
      }),
    );
  });

  test('an empty list of teams does not mean all teams', async () => {
    const { tokens } = testTokens();
    const { teamIds: _, ...everybody } = aSecurityUser;
    const issued = await Promise.all([everybody, { ...everybody, teamIds: [] }].map((claims) => tokens.issue(claims)));
    expect(await Promise.all(issued.map((token) => tokens.read(token)))).toEqual([
      everybody,
      { ...everybody, teamIds: [] },
    ]);
  });

  test('expires, and is not valid in another instance', async () => {
    const { tokens, clock } = testTokens();
    const token = await tokens.issue(aSecurityUser);
    const [, signature] = (await tokens.issue({ ...aSecurityUser, instanceId: 'other' })).split('.');
    expect(await tokens.read(`${token.split('.')[0]}.${signature}`)).toBe('badToken');
    clock.at = aSecurityUser.expiresAt;
    expect(await tokens.read(token)).toBe('expiredToken');
  });
});
