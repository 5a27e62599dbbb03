import type { Caller, Refusal, Scope } from '#core/access/access.ts';
import { scopes } from '#core/access/access.ts';

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

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isRefusal = (text: string): text is Refusal => Object.hasOwn(refusalMessages, text);
const isScope = (text: string): text is Scope => (scopes as readonly string[]).includes(text);

/** What a refused caller is told. */
export const refusalMessages = {
  noCredentials: 'This call needs credentials: send an API key as HTTP Basic, keyId:secret',
  malformedCredentials: 'The Authorization header is not HTTP Basic: send "Basic " and keyId:secret in base64',
  wrongCredentials: 'There is no API key with this id and secret',
  unavailable: 'API keys cannot be looked up at this moment: try again',
} as const satisfies Record<Refusal, string>;
