import type { SigningKeys } from '#core/access/passes.ts';

/**
 * Keeps signing keys in memory.
 *
 * @param random 32 bytes or more, others each time
 */
export function makeMemorySigningKeys(random: () => Uint8Array): SigningKeys {
  const keys = new Map<string, Uint8Array>();
  return {
    async obtain(instanceId) {
      const key = keys.get(instanceId) ?? random();
      keys.set(instanceId, key);
      return key;
    },
    async find(instanceId) {
      return keys.get(instanceId);
    },
  };
}
