import { makePasswordSignIn } from '#core/sessions/password-sign-in.ts';
import { passwordHash, passwords } from './agent-passwords.ts';
import { contactGraceOf } from './agent-settings.ts';
import { clock } from './clock.ts';
import { ids } from './ids.ts';
import { sessionSecrets as secrets } from './session-secrets.ts';
import { takeTurn } from './take-turn.ts';

export const passwordSignIn = makePasswordSignIn({
  takeTurn,
  passwords,
  passwordHash,
  secrets,
  clock,
  ids,
  contactGraceOf,
});
