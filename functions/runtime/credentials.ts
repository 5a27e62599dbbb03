import type { Caller, Refusal, Scope } from '#core/access/access.ts';
import { scopes } from '#core/access/access.ts';
import type { ParticipantPass, PassKind, PassRefusal, SessionPass } from '#core/access/passes.ts';

/** The form of a key's id. What is not of it is no key, and is not looked up. */
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

/** What the authorizer tells the functions behind it: who calls, or why nobody does. Flat, as the gateway wants it. */
export type AuthorizerContext =
  | { readonly callerId: string; readonly instanceId: string; readonly scopes: string }
  | { readonly refusal: Refusal };

export const contextOf = (who: Caller | Refusal): AuthorizerContext =>
  typeof who === 'string' ? { refusal: who } : { ...who, scopes: who.scopes.join(' ') };

/** The caller the authorizer found; anything else than a caller, a missing authorizer included, is a refusal. */
export function callerOf(context: unknown): Caller | Refusal {
  if (!isRecord(context)) return 'noCredentials';
  const { callerId, instanceId, scopes: granted, refusal } = context;
  if (typeof callerId === 'string' && typeof instanceId === 'string' && typeof granted === 'string') {
    return { callerId, instanceId, scopes: granted.split(' ').filter(isScope) };
  }
  return typeof refusal === 'string' && isRefusal(refusal) ? refusal : 'noCredentials';
}

/**
 * The caller of a route with IAM authorization: API Gateway has checked the signature, and the caller's policy that the
 * path, instance included, may be called. So the instance is the path's.
 */
export function signedCallerOf(authorizer: unknown, instanceId: string | undefined): Caller | undefined {
  if (!isRecord(authorizer) || !isRecord(authorizer.iam) || instanceId === undefined) return undefined;
  const { userArn } = authorizer.iam;
  if (typeof userArn !== 'string') return undefined;
  // What follows an assumed role names its session, which often is a person's e-mail address.
  const callerId = userArn.replace(/(:assumed-role\/[^/]+)\/.*$/, '$1');
  return { callerId, instanceId, scopes: ['timers:configure'] };
}

/** What the authorizer tells of a participant: whom the token stands for, or why it is none. */
export type PassContext =
  | {
      readonly passKind: PassKind;
      readonly instanceId: string;
      readonly contactId: string;
      readonly participantId: string;
    }
  | { readonly passRefusal: PassRefusal | 'unavailable' };

/** Whoever is behind a participant's token; when it ends is the authorizer's affair. */
export type Bearer = Omit<ParticipantPass, 'expiresAt'>;

export const passContextOf = (pass: Bearer | PassRefusal | 'unavailable'): PassContext =>
  typeof pass === 'string'
    ? { passRefusal: pass }
    : {
        passKind: pass.kind,
        instanceId: pass.instanceId,
        contactId: pass.contactId,
        participantId: pass.participantId,
      };

/** The participant the authorizer found; anything else, a missing authorizer included, is a refusal. */
export function bearerOf(context: unknown): Bearer | PassRefusal | 'unavailable' {
  if (!isRecord(context)) return 'noToken';
  const { passKind, instanceId, contactId, participantId, passRefusal } = context;
  const isPass =
    typeof passKind === 'string' &&
    isPassKind(passKind) &&
    typeof instanceId === 'string' &&
    typeof contactId === 'string' &&
    typeof participantId === 'string';
  if (isPass) return { kind: passKind, instanceId, contactId, participantId };
  return typeof passRefusal === 'string' && isPassRefusal(passRefusal) ? passRefusal : 'noToken';
}

/** Whoever is at the other end of an agent's WebSocket: the client of a session. */
export type SessionBearer = Omit<SessionPass, 'kind' | 'expiresAt'>;

export const sessionContextOf = ({ instanceId, agentId, sessionId }: SessionBearer) => ({
  instanceId,
  agentId,
  sessionId,
});

/** The client of a session that the authorizer found, if it is one. */
export function sessionBearerOf(context: unknown): SessionBearer | undefined {
  if (!isRecord(context)) return undefined;
  const { instanceId, agentId, sessionId } = context;
  const isClient = typeof instanceId === 'string' && typeof agentId === 'string' && typeof sessionId === 'string';
  return isClient ? { instanceId, agentId, sessionId } : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isRefusal = (text: string): text is Refusal => Object.hasOwn(refusalMessages, text);
const isPassKind = (text: string): text is PassKind => Object.hasOwn(wrongKindMessages, text);
const isPassRefusal = (text: string): text is keyof typeof passRefusalMessages =>
  Object.hasOwn(passRefusalMessages, text);
const isScope = (text: string): text is Scope => (scopes as readonly string[]).includes(text);

/** What a refused caller is told. */
export const refusalMessages = {
  noCredentials: 'This call needs credentials: send an API key as HTTP Basic, keyId:secret',
  malformedCredentials: 'The Authorization header is not HTTP Basic: send "Basic " and keyId:secret in base64',
  wrongCredentials: 'There is no API key with this id and secret',
  unavailable: 'API keys cannot be looked up at this moment: try again',
} as const satisfies Record<Refusal, string>;

/** What a participant is told whose token is none. */
export const passRefusalMessages = {
  noToken: 'This call needs a token: send it in the header X-Amz-Bearer',
  badToken: 'The token in the header X-Amz-Bearer was not issued here',
  expiredToken: 'The token has expired: POST /participant/connection gives a new one',
  unavailable: 'Tokens cannot be checked at this moment: try again',
} as const satisfies Record<PassRefusal | 'unavailable', string>;

/** What a participant is told who sends a token of another kind, by the kind that is right. */
export const wrongKindMessages = {
  participant: 'This call needs the participant token, which was given to who started or joined the chat',
  connection: 'This call needs a connection token, which POST /participant/connection gives',
  socket: 'A WebSocket is opened by the address that POST /participant/connection gives',
} as const satisfies Record<PassKind, string>;
