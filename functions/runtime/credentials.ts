import type { Caller, Refusal } from '#core/access/access.ts';
import type { ParticipantTokenKind, SessionClaims, SupervisorClaims, TokenRefusal } from '#core/access/tokens.ts';
import type { ParticipantIdentity } from '#dialects/route.ts';

/** The form of a key's id. Anything else is not a key, and is not looked up. */
const keyIdForm = /^[\w.-]{1,64}$/;
const longestSecret = 256;

/** Reads an HTTP Basic `Authorization` header (RFC 7617): `keyId:secret` in base64, the secret free to hold colons. */
export function basicCredentials(header: string | undefined): { keyId: string; secret: string } | Refusal {
  if (!header) return 'noCredentials';
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header.trim()) ?? [];
  if (!encoded) return 'malformedCredentials';
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon < 1) return 'malformedCredentials';
  const [keyId, secret] = [decoded.slice(0, colon), decoded.slice(colon + 1)];
  return keyIdForm.test(keyId) && secret.length <= longestSecret ? { keyId, secret } : 'wrongCredentials';
}

/** Reads a bearer token (RFC 6750). */
export const bearerToken = (header: string | undefined): string | undefined =>
  /^Bearer +([\w.~+/=-]{1,8192})$/i.exec(header?.trim() ?? '')?.[1];

/**
 * The caller of a route with IAM authorization. API Gateway has checked the signature, and that the caller's policy allows
 * this path, so the instance is the one in the path.
 */
export function signedCallerOf(authorizer: unknown, instanceId: string | undefined): Caller | undefined {
  if (!isRecord(authorizer) || !isRecord(authorizer.iam) || instanceId === undefined) return undefined;
  const { userArn } = authorizer.iam;
  if (typeof userArn !== 'string') return undefined;
  // The part after an assumed role is the session's name, often a person's e-mail address.
  const callerId = userArn.replace(/(:assumed-role\/[^/]+)\/.*$/, '$1');
  return { callerId, instanceId, scopes: ['timers:configure'] };
}

/** How a caller who was accepted was authenticated. */
export function viaOf(authorizer: unknown, header: string | undefined): 'iam' | 'token' | 'apiKey' {
  if (isRecord(authorizer) && isRecord(authorizer.iam)) return 'iam';
  return bearerToken(header) === undefined ? 'apiKey' : 'token';
}

/** What the authorizer of WebSockets passes on about a participant: the claims of the token, or why it is not valid. */
export type ParticipantContext =
  | {
      readonly tokenKind: ParticipantTokenKind;
      readonly instanceId: string;
      readonly contactId: string;
      readonly participantId: string;
    }
  | { readonly tokenRefusal: TokenRefusal | 'unavailable' };

export const participantContextOf = (claims: ParticipantIdentity | TokenRefusal | 'unavailable'): ParticipantContext =>
  typeof claims === 'string'
    ? { tokenRefusal: claims }
    : {
        tokenKind: claims.kind,
        instanceId: claims.instanceId,
        contactId: claims.contactId,
        participantId: claims.participantId,
      };

/** The participant that the authorizer found. Anything else, such as a missing authorizer, is a refusal. */
export function participantIdentityOf(context: unknown): ParticipantIdentity | TokenRefusal | 'unavailable' {
  if (!isRecord(context)) return 'noToken';
  const { tokenKind, instanceId, contactId, participantId, tokenRefusal } = context;
  const isClaims =
    typeof tokenKind === 'string' &&
    isTokenKind(tokenKind) &&
    typeof instanceId === 'string' &&
    typeof contactId === 'string' &&
    typeof participantId === 'string';
  if (isClaims) return { kind: tokenKind, instanceId, contactId, participantId };
  return typeof tokenRefusal === 'string' && isTokenRefusal(tokenRefusal) ? tokenRefusal : 'noToken';
}

/** The client of a session, at the other end of a desktop's WebSocket. */
export type SessionIdentity = Omit<SessionClaims, 'kind' | 'expiresAt'>;

export const sessionContextOf = ({ instanceId, agentId, sessionId }: SessionIdentity) => ({
  instanceId,
  agentId,
  sessionId,
});

/** The client of a session that the authorizer found, if there is one. */
export function sessionIdentityOf(context: unknown): SessionIdentity | undefined {
  if (!isRecord(context)) return undefined;
  const { instanceId, agentId, sessionId } = context;
  const isClient = typeof instanceId === 'string' && typeof agentId === 'string' && typeof sessionId === 'string';
  return isClient ? { instanceId, agentId, sessionId } : undefined;
}

export type SupervisorIdentity = Pick<SupervisorClaims, 'instanceId' | 'watchId'>;

/** The supervisor's page that the authorizer found, if it is one. */
export function supervisorIdentityOf(context: unknown): SupervisorIdentity | undefined {
  if (!isRecord(context)) return undefined;
  const { instanceId, watchId } = context;
  return typeof instanceId === 'string' && typeof watchId === 'string' ? { instanceId, watchId } : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isTokenKind = (text: string): text is ParticipantTokenKind => Object.hasOwn(wrongKindMessages, text);
const isTokenRefusal = (text: string): text is keyof typeof tokenRefusalMessages =>
  Object.hasOwn(tokenRefusalMessages, text);

/** The message to a refused caller. */
export const refusalMessages = {
  noCredentials: 'This call needs credentials: send an API key as HTTP Basic, keyId:secret',
  malformedCredentials: 'The Authorization header is not HTTP Basic: send "Basic " and keyId:secret in base64',
  wrongCredentials: 'There is no API key with this id and secret',
  badToken:
    'The bearer token is not valid here: it must be signed by the issuer that this deployment accepts, for its audience',
  expiredToken: 'The bearer token has expired: get a new one from its issuer',
  badClaims:
    'The bearer token lacks a claim: it must have a subject, an expiry, an instance, and teams if this deployment limits callers to teams',
  unavailable: 'Callers cannot be identified at this moment: try again',
} as const satisfies Record<Refusal, string>;

/** The message to a participant without a valid token. */
export const tokenRefusalMessages = {
  noToken: 'This call needs a token: send it in the header X-Amz-Bearer',
  badToken: 'The token in the header X-Amz-Bearer was not issued here',
  expiredToken: 'The token has expired',
  unavailable: 'Tokens cannot be checked at this moment: try again',
} as const satisfies Record<TokenRefusal | 'unavailable', string>;

const expiredByConnecting = 'The token has expired: POST /participant/connection gives a new one';

/** The message to a participant whose token has expired, by the kind that is needed. */
export const expiredMessages = {
  participant:
    'The participant token has expired: the server that started or joined the chat gets a new one by repeating that request',
  connection: expiredByConnecting,
  socket: expiredByConnecting,
} as const satisfies Record<ParticipantTokenKind, string>;

/** The message to a participant who sends a token of another kind, by the kind that is needed. */
export const wrongKindMessages = {
  participant: 'This call needs the participant token, which was given to who started or joined the chat',
  connection: 'This call needs a connection token, which POST /participant/connection gives',
  socket: 'A WebSocket is opened by the address that POST /participant/connection gives',
} as const satisfies Record<ParticipantTokenKind, string>;
