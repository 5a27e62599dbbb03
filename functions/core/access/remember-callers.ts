import { type Instant, seconds } from '../instant.ts';
import type { Clock } from '../ports.ts';
import type { Authenticate } from './access.ts';

/** A deleted key is let in for so long at the most. */
const remembered = seconds(60);
const mostRemembered = 1_000;

/**
 * Spares the look-up of a key that was good a moment ago. Refusals are not remembered: a new key works at once.
 *
 * `fingerprint` stands for the credentials in memory, so that no secret is kept there.
 */
export function makeRememberCallers(
  authenticate: Authenticate,
  { clock, fingerprint }: { clock: Clock; fingerprint: (text: string) => string },
): Authenticate {
  const callers = new Map<string, { caller: Exclude<Awaited<ReturnType<Authenticate>>, string>; until: Instant }>();
  return async (credentials) => {
    const name = fingerprint(`${credentials.keyId}:${credentials.secret}`);
    const known = callers.get(name);
    if (known && known.until > clock.now()) return known.caller;
    const who = await authenticate(credentials);
    callers.delete(name);
    if (typeof who === 'string') return who;
    if (callers.size >= mostRemembered) callers.clear();
    callers.set(name, { caller: who, until: clock.now() + remembered });
    return who;
  };
}
