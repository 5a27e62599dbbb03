import { makeMemorySigningKeys } from '#adapters/memory/signing-keys.ts';
import { makeSignedPasses } from '#adapters/signed-passes.ts';
import type { ParticipantPass, SecurityUserPass, SigningKeys } from '#core/access/passes.ts';
import { seconds } from '#core/instant.ts';
import { someDay } from './agents.ts';

/** A customer may send messages for a minute. */
export const aPass: ParticipantPass = {
  kind: 'connection',
  instanceId: 'demo',
  contactId: 'c1',
  participantId: 'customer',
  expiresAt: someDay + seconds(60),
};

/** A flow may act for an agent, on members of two teams. */
export const aSecurityUser: SecurityUserPass = {
  kind: 'securityUser',
  instanceId: 'demo',
  contactId: 'c1',
  agentId: 'robot',
  teamIds: ['night', 'day'],
  expiresAt: someDay + seconds(60),
};

/** Keys of 32 bytes, each other than the ones before. */
export function numberedKeys(firstByte = 1): () => Uint8Array {
  let next = firstByte;
  return () => {
    const key = new Uint8Array(32).fill(next);
    next += 1;
    return key;
  };
}

/** Passes on a clock that a test moves. */
export function thesePasses(keys: SigningKeys = makeMemorySigningKeys(numberedKeys())) {
  const clock = { at: someDay, now: () => clock.at };
  return { clock, passes: makeSignedPasses({ keys, clock }) };
}

/** Claims as a token carries them. */
export const encodedClaims = (claims: unknown): string => Buffer.from(JSON.stringify(claims)).toString('base64url');
