import { createHash, randomUUID } from 'node:crypto';
import type { SessionSecrets } from '#core/sessions/ports.ts';

/** Makes session secrets: UUIDs with 122 random bits. Nobody guesses those, however fast their hash. */
export const makeSessionSecrets = (): SessionSecrets => ({
  make: () => randomUUID(),
  hash: (secret) => createHash('sha256').update(secret).digest('base64url'),
});
