import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { SecretHash } from '#core/access/access.ts';
import type { SessionSecrets } from '#core/agent-clients/ports.ts';

const scheme = 'sha256';
const saltBytes = 16;
const digestBytes = 32;
/** The salt for a comparison with no hash, which then hashes as many bytes as any other. */
const anySalt = Buffer.alloc(saltBytes).toString('base64url');

/**
 * Hashes the secrets of API keys as `sha256$<salt>$<digest>`, both base64url.
 *
 * The secrets are 256 random bits that Lastcall made. Nobody guesses those, however fast the hash is; a slow hash would
 * only make every request slower.
 */
export function makeSecretHash(): SecretHash {
  return {
    hash(secret) {
      const salt = randomBytes(saltBytes).toString('base64url');
      return [scheme, salt, digestOf(salt, secret).toString('base64url')].join('$');
    },

    /** A text that is no hash, because there is no such key, takes as long as a real one and matches nothing. */
    matches(secret, hash) {
      const [ofScheme, salt = anySalt, digest = ''] = hash.split('$');
      const expected = Buffer.from(digest, 'base64url');
      const isHash = ofScheme === scheme && expected.length === digestBytes;
      const isSame = timingSafeEqual(digestOf(salt, secret), isHash ? expected : Buffer.alloc(digestBytes));
      return isHash && isSame;
    },
  };
}

const digestOf = (salt: string, secret: string) => createHash(scheme).update(`${salt}$${secret}`).digest();

/** Makes API keys: their ids are those of no other key, and their secrets are 256 random bits. */
export const newApiKeys = {
  id: () => `key-${randomBytes(8).toString('hex')}`,
  secret: () => randomBytes(32).toString('base64url'),
};

/** A digest of credentials, by which their owner is remembered. */
export const fingerprint = (text: string) => createHash(scheme).update(text).digest('base64');

/** Makes session secrets: UUIDs with 122 random bits. Nobody guesses those, however fast their hash is. */
export const makeSessionSecrets = (): SessionSecrets => ({
  make: () => randomUUID(),
  hash: (secret) => createHash('sha256').update(secret).digest('base64url'),
});
