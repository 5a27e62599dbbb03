import { makeCache } from '../cache.ts';
import { type Instant, seconds } from '../instant.ts';
import type { Clock } from '../ports.ts';

/** What a caller may be allowed to do. */
export const scopes = [
  'sessions:read',
  'sessions:write',
  'logout:one',
  'logout:bulk',
  'chats:write',
  'timers:configure',
  'keys:admin',
  'audit:read',
] as const;

export type Scope = (typeof scopes)[number];

/** The caller that an API key or a token identifies. Everything a caller does applies to the caller's instance only. */
export interface Caller {
  readonly callerId: string;
  readonly instanceId: string;
  readonly scopes: readonly Scope[];
  /** The teams whose agents the caller may see and sign out. @default - everybody */
  readonly teamIds?: readonly string[];
  /** When the token that identifies the caller expires, not included. @default - it is a key, which is valid until it is revoked */
  readonly validUntil?: Instant;
}

/** What a caller needs to see agents, jobs and chats. */
export const scopeOfWatching = 'sessions:read' satisfies Scope;

/** An API key as it is stored: the secret only as a hash. */
export interface ApiKey {
  readonly keyId: string;
  readonly instanceId: string;
  readonly scopes: readonly Scope[];
  readonly secretHash: string;
  /** What people call it. @default - it was made on the command line */
  readonly name?: string;
  readonly createdAt?: Instant;
  /** The caller who made it. @default - it was made on the command line */
  readonly createdBy?: string;
  /** The secret before, as long as it is accepted. */
  readonly previous?: PreviousSecret;
}

interface PreviousSecret {
  readonly secretHash: string;
  /** Not included. */
  readonly validUntil: Instant;
}

export interface ApiKeyStore {
  find(keyId: string): Promise<ApiKey | undefined>;
  /** Every key of an instance, by id. */
  list(instanceId: string): Promise<readonly ApiKey[]>;
  /** @throws KeyExistsError when a key with this id exists. */
  add(key: ApiKey): Promise<void>;
  /** Keeps the secrets of a key, unless they are no longer those that were found. @returns whether they were kept */
  replaceSecrets(key: ApiKey, found: ApiKey): Promise<boolean>;
  /** Removes a key of the instance, if there is one. */
  remove(key: Pick<ApiKey, 'instanceId' | 'keyId'>): Promise<void>;
}

export class KeyExistsError extends Error {
  override readonly name = 'KeyExistsError';
}

/** A one-way hash that is compared in constant time. */
export interface SecretHash {
  hash(secret: string): string;
  matches(secret: string, hash: string): boolean;
}

/** Why a caller is refused. An unknown key and a wrong secret look the same, so that nobody can find out which keys exist. */
export type Refusal =
  | 'noCredentials'
  | 'malformedCredentials'
  | 'wrongCredentials'
  | 'badToken'
  | 'expiredToken'
  | 'badClaims'
  | 'unavailable';

interface Credentials {
  readonly keyId: string;
  readonly secret: string;
}

export type Authenticate = (credentials: Credentials) => Promise<Caller | Refusal>;

/** Compared with when there is no key, so that refusing an unknown key takes as long as refusing a wrong secret. */
const noHash = '';

/** Identifies a caller by the id and the secret of an API key. */
export function makeAuthenticate({
  keys,
  secrets,
  clock,
}: {
  readonly keys: Pick<ApiKeyStore, 'find'>;
  readonly secrets: SecretHash;
  readonly clock: Clock;
}): Authenticate {
  return async ({ keyId, secret }) => {
    const key = await keys.find(keyId);
    const { previous } = key ?? {};
    const earlier = previous && clock.now() < previous.validUntil ? previous.secretHash : noHash;
    const matches = [key?.secretHash ?? noHash, earlier].map((hash) => secrets.matches(secret, hash));
    if (!key || !matches.includes(true)) return 'wrongCredentials';
    return { callerId: key.keyId, instanceId: key.instanceId, scopes: key.scopes };
  };
}

/** A deleted key is accepted for at most this long. */
const rememberedFor = seconds(60);

/**
 * Remembers callers, to save the look-up of a key that was accepted a moment ago. Refusals are not remembered, so a new key
 * works at once.
 *
 * @param fingerprint what the credentials are remembered by, so that no secret stays in memory
 */
export function makeRememberCallers(
  authenticate: Authenticate,
  { clock, fingerprint }: { clock: Clock; fingerprint: (text: string) => string },
): Authenticate {
  const isAccepted = (who: Caller | Refusal) => typeof who !== 'string';
  const cached = makeCache<Caller | Refusal>({ clock, milliseconds: rememberedFor, keeps: isAccepted });
  return (credentials) =>
    cached(fingerprint(`${credentials.keyId}:${credentials.secret}`), () => authenticate(credentials));
}
