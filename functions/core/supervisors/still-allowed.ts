import { type ApiKeyStore, scopeOfWatching } from '../access/access.ts';
import { makeCache } from '../cache.ts';
import { seconds } from '../instant.ts';
import type { Clock } from '../ports.ts';
import type { Viewer } from './watch.ts';

export interface CallerPorts {
  readonly keys: Pick<ApiKeyStore, 'find'>;
  readonly clock: Clock;
}

/** As for requests: a key that was revoked is accepted for at most this long. */
const rememberedFor = seconds(60);

/** Whether a page may still be shown what its caller may see: the token has not expired, or the key is there. */
export function makeIsStillAllowed({ keys, clock }: CallerPorts) {
  const cached = makeCache<boolean>({ clock, milliseconds: rememberedFor });
  return async ({ instanceId, callerId, validUntil }: Viewer): Promise<boolean> => {
    if (validUntil !== undefined) return clock.now() < validUntil;
    return cached(`${instanceId} ${callerId}`, async () => {
      const key = await keys.find(callerId);
      return key?.instanceId === instanceId && key.scopes.includes(scopeOfWatching);
    });
  };
}
