import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SecretHash } from '#core/access/access.ts';

const scheme = 'sha256';
const saltBytes = 16;
const digestBytes = 32;
/** Salts a comparison with no hash, which then hashes as many bytes as another. */
const anySalt = Buffer.alloc(saltBytes).toString('base64url');

/**
 * Hashes secrets as `sha256$<salt>$<digest>`, both base64url.
 *
 * Secrets are 256 random bits of our own making. Nobody guesses those, however fast the hash; a slow one would only
 * make every request slower.
 */
export function makeSecretHash(): SecretHash {
  return {
    hash(secret) {
      const salt = randomBytes(saltBytes).toString('base64url');
      return [scheme, salt, digestOf(salt, secret).toString('base64url')].join('$');
    },

    /** A hash that is none (there is no such key) takes as long as a real one, and matches nothing. */
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
