import { type Instant, minutes } from '../instant.ts';
import type { Clock } from '../ports.ts';
import type { ApiKey, ApiKeyStore, Caller, Scope, SecretHash } from './access.ts';

/** How many keys an instance may have. */
export const mostKeys = 100;

/** For how long the secret before the latest may be accepted, in hours. */
export const overlapHours = { usual: 24, most: 168 } as const;

interface Ports {
  readonly keys: ApiKeyStore;
  readonly secrets: SecretHash;
  /** Makes ids that no key has, and secrets that nobody can guess. */
  readonly newKeys: { id(): string; secret(): string };
  readonly clock: Clock;
}

/** A key with its secret, which is shown once and kept nowhere. */
interface Shown {
  readonly key: ApiKey;
  readonly secret: string;
}

/** Whoever gets a secret of a key may do what the key may do, so a caller who lacks one of its scopes gets none. */
interface Forbidden {
  readonly type: 'forbidden';
  readonly scope: Scope;
}

const missingScope = ({ scopes: own }: Caller, scopes: readonly Scope[]) =>
  scopes.find((scope) => !own.includes(scope));

export type CreateKeyOutcome = ({ readonly type: 'created' } & Shown) | { readonly type: 'tooManyKeys' } | Forbidden;

/** Makes a key for the instance of the caller, who needs every scope that the key gets. */
export function makeCreateKey({ keys, secrets, newKeys, clock }: Ports) {
  return async (
    caller: Caller,
    { name, scopes }: { readonly name: string; readonly scopes: readonly Scope[] },
  ): Promise<CreateKeyOutcome> => {
    const missing = missingScope(caller, scopes);
    if (missing !== undefined) return { type: 'forbidden', scope: missing };
    const { instanceId, callerId: createdBy } = caller;
    // Two callers who make the last one at the same moment may end up with one more: the limit only keeps mistakes small.
    if ((await keys.list(instanceId)).length >= mostKeys) return { type: 'tooManyKeys' };
    const secret = newKeys.secret();
    const made = { keyId: newKeys.id(), instanceId, scopes, secretHash: secrets.hash(secret) };
    const key = { ...made, name, createdAt: clock.now(), createdBy };
    await keys.add(key);
    return { type: 'created', key, secret };
  };
}

export type RotateKeyOutcome =
  | ({ readonly type: 'rotated' } & Shown)
  | { readonly type: 'unknownKey' }
  | { readonly type: 'contended' }
  | Forbidden;

/** The key with another secret. The one before stays valid for a while, and so does one that still was: its holder may have got no other. */
function withSecret(key: ApiKey, secretHash: string, now: Instant, overlap: number): ApiKey {
  const { previous, ...rest } = key;
  const keepsPrevious = previous !== undefined && now < previous.validUntil && overlap > 0;
  const last = keepsPrevious ? previous : { secretHash: key.secretHash, validUntil: now + overlap };
  return { ...rest, secretHash, ...(last.validUntil > now && { previous: last }) };
}

/** Gives a key another secret, for a caller who has every scope of the key. Until the overlap is over, the one before is accepted too. */
export function makeRotateKey({ keys, secrets, newKeys, clock }: Ports) {
  return async (
    caller: Caller,
    { keyId, overlapHours }: { readonly keyId: string; readonly overlapHours: number },
  ): Promise<RotateKeyOutcome> => {
    const found = await keys.find(keyId);
    if (found?.instanceId !== caller.instanceId) return { type: 'unknownKey' };
    const missing = missingScope(caller, found.scopes);
    if (missing !== undefined) return { type: 'forbidden', scope: missing };
    const secret = newKeys.secret();
    const key = withSecret(found, secrets.hash(secret), clock.now(), overlapHours * minutes(60));
    return (await keys.replaceSecrets(key, found)) ? { type: 'rotated', key, secret } : { type: 'contended' };
  };
}

/**
 * Revokes a key of the caller's instance, if there is one, within the minute for which callers are remembered. The key that
 * asks cannot be revoked: whoever has no other key would be locked out.
 */
export function makeRevokeKey({ keys }: Pick<Ports, 'keys'>) {
  return async ({ instanceId, callerId }: Caller, keyId: string): Promise<'revoked' | 'ownKey'> => {
    if (keyId === callerId) return 'ownKey';
    await keys.remove({ instanceId, keyId });
    return 'revoked';
  };
}
