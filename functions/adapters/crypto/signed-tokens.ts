import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import {
  type KeyRing,
  ringRememberedFor,
  type SigningKeys,
  signingKeyOf,
  verifyingKeysOf,
} from '#core/access/key-ring.ts';
import type {
  Claims,
  ParticipantClaims,
  SecurityUserClaims,
  SessionClaims,
  SupervisorClaims,
  Tokens,
} from '#core/access/tokens.ts';
import { makeCache } from '#core/cache.ts';
import type { Clock } from '#core/ports.ts';
import { texts } from '../codec/fields.ts';
import { type Attributes, optional, savedAs } from '../codec/saved-as.ts';

/** The token of a security user lists teams, and is sent as an attribute of a contact. */
const longestTokens = { usual: 1000, securityUser: 3000 } as const;

// Names are short, because a token is sent with every request.

const participant = savedAs<ParticipantClaims>({
  kind: ['k', z.enum(['participant', 'connection', 'socket'])],
  instanceId: ['i', z.string()],
  contactId: ['c', z.string()],
  participantId: ['p', z.string()],
  expiresAt: ['e', optional(z.int())],
});
const securityUser = savedAs<SecurityUserClaims>({
  kind: ['k', z.literal('securityUser')],
  instanceId: ['i', z.string()],
  contactId: ['c', z.string()],
  agentId: ['a', z.string()],
  teamIds: ['t', optional(texts)],
  expiresAt: ['e', z.int()],
});
const session = savedAs<SessionClaims>({
  kind: ['k', z.enum(['session', 'sessionSocket'])],
  instanceId: ['i', z.string()],
  agentId: ['a', z.string()],
  sessionId: ['s', z.string()],
  expiresAt: ['e', z.int()],
});

const supervisor = savedAs<SupervisorClaims>({
  kind: ['k', z.literal('supervisorSocket')],
  instanceId: ['i', z.string()],
  watchId: ['w', z.string()],
  expiresAt: ['e', z.int()],
});

/** How claims of each kind are written in a token. A payload with a member too many is refused. */
const payloads = {
  participant: payloadOf(participant),
  connection: payloadOf(participant),
  socket: payloadOf(participant),
  securityUser: payloadOf(securityUser),
  session: payloadOf(session),
  sessionSocket: payloadOf(session),
  supervisorSocket: payloadOf(supervisor),
} satisfies Record<Claims['kind'], Payload>;

interface Payload {
  readonly claims: Attributes<Claims>;
  readonly shape: z.ZodMiniType<Readonly<Record<string, unknown>>>;
}

function payloadOf(claims: Attributes<Claims>): Payload {
  return { claims, shape: z.strictObject(claims.shape) };
}

/** What is read of a payload before its signature has been verified: the instance whose key should have signed it. */
const signerShape = z.object({ i: z.string().check(z.minLength(1), z.maxLength(100)) });

const kindShape = z.object({ k: z.string() });
const payloadsByKind = new Map<string, Payload>(Object.entries(payloads));

/**
 * Signs tokens with the key of their instance: `{payload}.{HMAC-SHA256 of that text}`, both base64url.
 *
 * A token is valid only character by character as it was issued: the signature covers the text of the payload, and is
 * itself compared as text, so another base64 spelling of the same bytes is refused as well.
 */
export function makeSignedTokens({ keys, clock }: { readonly keys: SigningKeys; readonly clock: Clock }): Tokens {
  const milliseconds = ringRememberedFor;
  const cached = makeCache<KeyRing>({ clock, milliseconds });
  // Missing keys are not remembered, because they may be made at any moment.
  const cachedIfFound = makeCache<KeyRing | undefined>({ clock, milliseconds, keeps: (ring) => ring !== undefined });
  const obtain = (instanceId: string) => cached(instanceId, () => keys.obtain(instanceId));
  const find = (instanceId: string) => cachedIfFound(instanceId, () => keys.find(instanceId));
  return {
    async issue(claims) {
      const payload = encode(payloads[claims.kind].claims.write(claims));
      const key = signingKeyOf(await obtain(claims.instanceId), clock.now());
      const token = `${payload}.${signatureOf(payload, key)}`;
      const longest = longestTokens[claims.kind === 'securityUser' ? 'securityUser' : 'usual'];
      if (token.length <= longest) return token;
      throw new RangeError(`A token has at most ${longest} characters, and this one would have ${token.length}`);
    },

    async read(token) {
      if (token === '') return 'noToken';
      const [payload = '', signature = '', ...rest] = token.length > longestTokens.securityUser ? [] : token.split('.');
      const signer = signerShape.safeParse(decode(payload));
      const ring = signer.success && rest.length === 0 && (await find(signer.data.i));
      const valid = ring ? verifyingKeysOf(ring, clock.now()) : [];
      if (!valid.some((key) => isSame(signature, signatureOf(payload, key)))) return 'badToken';
      const claims = claimsOf(decode(payload));
      if (!claims) return 'badToken';
      return claims.expiresAt !== undefined && claims.expiresAt <= clock.now() ? 'expiredToken' : claims;
    },
  };
}

function claimsOf(payload: unknown): Claims | undefined {
  const kind = kindShape.safeParse(payload);
  const expected = kind.success ? payloadsByKind.get(kind.data.k) : undefined;
  const parsed = expected?.shape.safeParse(payload);
  return parsed?.success ? expected?.claims.readDeclared(parsed.data) : undefined;
}

const encode = (payload: object) => Buffer.from(JSON.stringify(payload)).toString('base64url');

function decode(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString());
  } catch {
    return undefined;
  }
}

const signatureOf = (payload: string, key: Uint8Array) => createHmac('sha256', key).update(payload).digest('base64url');

/** Takes the same time wherever the texts differ. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
