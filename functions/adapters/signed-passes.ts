import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import type { Pass, Passes, SigningKeys } from '#core/access/passes.ts';
import { minutes } from '#core/instant.ts';
import type { Clock } from '#core/ports.ts';
import { makeRemember } from '#core/remember.ts';

/** A security user's names its teams, and travels as an attribute of a contact. */
const longestTokens = { usual: 1000, securityUser: 3000 } as const;

/** How long a key is good without being looked up. */
const milliseconds = minutes(5);

/** Short names, for a token travels with every request: kind, instance, contact, participant, expiry. */
const participantShape = z.strictObject({
  k: z.enum(['participant', 'connection', 'socket']),
  i: z.string(),
  c: z.string(),
  p: z.string(),
  e: z.exactOptional(z.int()),
});
/** Of a security user the agent, and the teams if not everybody is meant. */
const securityUserShape = z.strictObject({
  k: z.literal('securityUser'),
  i: z.string(),
  c: z.string(),
  a: z.string(),
  t: z.exactOptional(z.readonly(z.array(z.string()))),
  e: z.int(),
});
/** Of the client of a session agent and session. */
const sessionShape = z.strictObject({
  k: z.enum(['session', 'sessionSocket']),
  i: z.string(),
  a: z.string(),
  s: z.string(),
  e: z.int(),
});
const claimsShape = z.discriminatedUnion('k', [participantShape, securityUserShape, sessionShape]);

/** All that is believed of claims before their signature has been checked: whose key it should be signed with. */
const signerShape = z.object({ i: z.string().check(z.minLength(1), z.maxLength(100)) });

/**
 * Signs passes with the key of their instance: `{claims}.{HMAC-SHA256 of that text}`, both base64url.
 *
 * A token is taken letter by letter as it was issued: the signature covers the text of the claims, and is itself
 * compared as text, so that base64 that says the same in another way is refused too.
 */
export function makeSignedPasses({ keys, clock }: { readonly keys: SigningKeys; readonly clock: Clock }): Passes {
  const remember = makeRemember<Uint8Array>({ clock, milliseconds });
  // That there is no key is not remembered: one may be made at any moment.
  const rememberFound = makeRemember<Uint8Array | undefined>({
    clock,
    milliseconds,
    keeps: (key) => key !== undefined,
  });
  const obtain = (instanceId: string) => remember(instanceId, () => keys.obtain(instanceId));
  const find = (instanceId: string) => rememberFound(instanceId, () => keys.find(instanceId));
  return {
    async issue(pass) {
      const claims = encode(toClaims(pass));
      const token = `${claims}.${signatureOf(claims, await obtain(pass.instanceId))}`;
      const longest = longestTokens[pass.kind === 'securityUser' ? 'securityUser' : 'usual'];
      if (token.length <= longest) return token;
      throw new RangeError(`A token has at most ${longest} characters, and this one would have ${token.length}`);
    },

    async read(token) {
      if (token === '') return 'noToken';
      const [claims = '', signature = '', ...rest] = token.length > longestTokens.securityUser ? [] : token.split('.');
      const signer = signerShape.safeParse(decode(claims));
      const key = signer.success && rest.length === 0 && (await find(signer.data.i));
      if (!key || !isSame(signature, signatureOf(claims, key))) return 'badToken';
      const signed = claimsShape.safeParse(decode(claims));
      if (!signed.success) return 'badToken';
      const pass = fromClaims(signed.data);
      return pass.expiresAt !== undefined && pass.expiresAt <= clock.now() ? 'expiredToken' : pass;
    },
  };
}

type Claims = z.output<typeof claimsShape>;

function toClaims(pass: Pass): Claims {
  const { instanceId: i } = pass;
  switch (pass.kind) {
    case 'securityUser': {
      const { kind, contactId, agentId, teamIds, expiresAt } = pass;
      return { k: kind, i, c: contactId, a: agentId, ...(teamIds && { t: teamIds }), e: expiresAt };
    }
    case 'session':
    case 'sessionSocket': {
      const { kind, agentId, sessionId, expiresAt } = pass;
      return { k: kind, i, a: agentId, s: sessionId, e: expiresAt };
    }
    default: {
      const { kind, contactId, participantId, expiresAt } = pass;
      return { k: kind, i, c: contactId, p: participantId, ...(expiresAt !== undefined && { e: expiresAt }) };
    }
  }
}

function fromClaims(claims: Claims): Pass {
  const { i: instanceId } = claims;
  switch (claims.k) {
    case 'securityUser': {
      const { k: kind, c: contactId, a: agentId, t: teamIds, e: expiresAt } = claims;
      return { kind, instanceId, contactId, agentId, ...(teamIds && { teamIds }), expiresAt };
    }
    case 'session':
    case 'sessionSocket': {
      const { k: kind, a: agentId, s: sessionId, e: expiresAt } = claims;
      return { kind, instanceId, agentId, sessionId, expiresAt };
    }
    default: {
      const { k: kind, c: contactId, p: participantId, e: expiresAt } = claims;
      return { kind, instanceId, contactId, participantId, ...(expiresAt !== undefined && { expiresAt }) };
    }
  }
}

const encode = (claims: Claims) => Buffer.from(JSON.stringify(claims)).toString('base64url');

function decode(claims: string): unknown {
  try {
    return JSON.parse(Buffer.from(claims, 'base64url').toString());
  } catch {
    return undefined;
  }
}

const signatureOf = (claims: string, key: Uint8Array) => createHmac('sha256', key).update(claims).digest('base64url');

/** How long it takes says nothing about where the texts differ. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
