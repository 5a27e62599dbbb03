import { makeSessionSecrets } from '#adapters/session-secrets.ts';

export const sessionSecrets = makeSessionSecrets();
