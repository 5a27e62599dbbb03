import { seconds } from '../instant.ts';
import type { Clock } from '../ports.ts';
import { makeRemember } from '../remember.ts';
import type { Authenticate, Caller, Refusal } from './access.ts';

/** A deleted key is let in for so long at the most. */
const milliseconds = seconds(60);

/**
 * Spares the look-up of a key that was good a moment ago. Refusals are not remembered: a new key works at once.
 *
 * `fingerprint` stands for the credentials in memory, so that no secret is kept there.
 */
export function makeRememberCallers(
  authenticate: Authenticate,
  { clock, fingerprint }: { clock: Clock; fingerprint: (text: string) => string },
): Authenticate {
  const keeps = (who: Caller | Refusal) => typeof who !== 'string';
  const remember = makeRemember<Caller | Refusal>({ clock, milliseconds, keeps });
  return (credentials) =>
    remember(fingerprint(`${credentials.keyId}:${credentials.secret}`), () => authenticate(credentials));
}
