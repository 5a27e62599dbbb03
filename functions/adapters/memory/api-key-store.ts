import { type ApiKey, type ApiKeyStore, KeyExistsError } from '#core/access/access.ts';

/** Keeps API keys in memory. */
export function makeMemoryApiKeyStore(): ApiKeyStore {
  const keys = new Map<string, ApiKey>();
  return {
    async find(keyId) {
      return keys.get(keyId);
    },
    async add(key) {
      if (keys.has(key.keyId)) throw new KeyExistsError(`There is a key ${key.keyId} already`);
      keys.set(key.keyId, key);
    },
  };
}
