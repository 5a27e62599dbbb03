/** What a caller may do. */
export const scopes = [
  'sessions:read',
  'sessions:write',
  'logout:one',
  'logout:bulk',
  'chats:write',
  'timers:configure',
  'keys:admin',
] as const;

export type Scope = (typeof scopes)[number];

/** Who calls: what an API key (or token) stands for. Everything a caller does happens within the instance. */
export interface Caller {
  readonly callerId: string;
  readonly instanceId: string;
  readonly scopes: readonly Scope[];
}

/** A key as it is kept: the secret only as a hash. */
export interface ApiKey {
  readonly keyId: string;
  readonly instanceId: string;
  readonly scopes: readonly Scope[];
  readonly secretHash: string;
}

export interface ApiKeyStore {
  find(keyId: string): Promise<ApiKey | undefined>;
  /** @throws KeyExistsError when there is a key of that id already. */
  add(key: ApiKey): Promise<void>;
}

export class KeyExistsError extends Error {
  override readonly name = 'KeyExistsError';
}

/** One-way and constant-time in its comparison. */
export interface SecretHash {
  hash(secret: string): string;
  matches(secret: string, hash: string): boolean;
}

/** Why nobody is let in; the same for an unknown key and a wrong secret, so that neither can be told from outside. */
export type Refusal = 'noCredentials' | 'malformedCredentials' | 'wrongCredentials' | 'unavailable';

export type Authenticate = (credentials: {
  readonly keyId: string;
  readonly secret: string;
}) => Promise<Caller | Refusal>;

/** Tells who calls by the id and secret of an API key. */
export function makeAuthenticate({ keys, secrets }: { keys: ApiKeyStore; secrets: SecretHash }): Authenticate {
  return async (credentials) => {
    const key = await keys.find(credentials.keyId);
    const matches = secrets.matches(credentials.secret, key?.secretHash ?? noHash);
    if (!key || !matches) return 'wrongCredentials';
    return { callerId: key.keyId, instanceId: key.instanceId, scopes: key.scopes };
  };
}

/** Compared with when there is no key, so that an unknown key takes as long as a wrong secret. */
const noHash = '';
