import { makeSignedTokens } from '#adapters/crypto/signed-tokens.ts';
import { makeMemoryKeyRings } from '#adapters/memory/access.ts';
import { makeSigningKeys, type SigningKeys } from '#core/access/key-ring.ts';
import type { ParticipantClaims, SecurityUserClaims } from '#core/access/tokens.ts';
import { seconds } from '#core/instant.ts';
import { someDay } from './agents.ts';

/** A customer's connection, valid for a minute. */
export const someClaims: ParticipantClaims = {
  kind: 'connection',
  instanceId: 'demo',
  contactId: 'c1',
  participantId: 'customer',
  expiresAt: someDay + seconds(60),
};

/** A flow acts in the name of an agent who may end the sessions of two teams. */
export const aSecurityUser: SecurityUserClaims = {
  kind: 'securityUser',
  instanceId: 'demo',
  contactId: 'c1',
  agentId: 'robot',
  teamIds: ['night', 'day'],
  expiresAt: someDay + seconds(60),
};

/** Makes keys of 32 bytes, a different one each time. */
export function numberedKeys(firstByte = 1): () => Uint8Array {
  let next = firstByte;
  return () => {
    const key = new Uint8Array(32).fill(next);
    next += 1;
    return key;
  };
}

/** Signing keys in memory, which do not grow old. */
export const memorySigningKeys = (random: () => Uint8Array): SigningKeys =>
  makeSigningKeys({
    rings: makeMemoryKeyRings(),
    random,
    clock: { now: () => someDay },
    makes: () => true,
    report: () => undefined,
  });

/** Signed tokens, and the clock they expire by, which a test sets. */
export function testTokens(keys: SigningKeys = memorySigningKeys(numberedKeys())) {
  const clock = { at: someDay, now: () => clock.at };
  return { clock, tokens: makeSignedTokens({ keys, clock }) };
}

/** Claims as a token carries them. */
export const encodedClaims = (claims: unknown): string => Buffer.from(JSON.stringify(claims)).toString('base64url');
