import type { Clock, Report } from '../ports.ts';
import { type ApiKeyStore, type Caller, makeAuthenticate, makeRememberCallers, type SecretHash } from './access.ts';
import { makeCreateKey, makeRevokeKey, makeRotateKey } from './api-keys.ts';
import { makeAdmit, type RateLimits } from './rate-limit.ts';

export interface AccessPorts {
  readonly keys: ApiKeyStore;
  readonly secrets: SecretHash;
  readonly limits: RateLimits;
  /** A one-way digest of text, by which callers are remembered. */
  readonly fingerprint: (text: string) => string;
  readonly clock: Clock;
  readonly report: Report;
}

/** Who a caller is, and how often a caller may call. */
export function makeAccessUseCases(ports: AccessPorts) {
  return {
    /** Identifies a caller by an API key. A caller who was accepted is remembered for 60 seconds. */
    authenticate: makeRememberCallers(makeAuthenticate(ports), ports),

    /** Counts a request against the caller's rate limit. */
    admit: makeAdmit(ports),
  };
}

export interface ApiKeyPorts extends Pick<AccessPorts, 'keys' | 'secrets' | 'clock'> {
  /** Makes ids that no key has, and secrets that nobody can guess. */
  readonly newKeys: { id(): string; secret(): string };
}

export type ApiKeyUseCases = ReturnType<typeof makeApiKeyUseCases>;

/** The keys of an instance. */
export function makeApiKeyUseCases(ports: ApiKeyPorts) {
  return {
    createKey: makeCreateKey(ports),
    listKeys: ({ instanceId }: Caller) => ports.keys.list(instanceId),
    rotateKey: makeRotateKey(ports),
    revokeKey: makeRevokeKey(ports),
  };
}
