import type { SigningKeys } from '#core/access/passes.ts';
import { type Instant, minutes } from '#core/instant.ts';
import type { Clock } from '#core/ports.ts';

const remembered = minutes(5);
const mostRemembered = 1_000;

/** Spares the look-up of a key that was needed a moment ago. That there is none is not remembered: one may be made. */
export function makeRememberSigningKeys(keys: SigningKeys, clock: Clock): SigningKeys {
  const known = new Map<string, { readonly key: Uint8Array; readonly until: Instant }>();

  const remembering =
    <Key extends Uint8Array | undefined>(lookUp: (instanceId: string) => Promise<Key>) =>
    async (instanceId: string) => {
      const found = known.get(instanceId);
      if (found && found.until > clock.now()) return found.key;
      const key = await lookUp(instanceId);
      if (!key) return key;
      if (known.size >= mostRemembered) known.clear();
      known.set(instanceId, { key, until: clock.now() + remembered });
      return key;
    };

  return {
    obtain: remembering((instanceId) => keys.obtain(instanceId)),
    find: remembering((instanceId) => keys.find(instanceId)),
  };
}
