import type { AuthenticateToken } from '#core/access/token-caller.ts';

// In place of oidc.ts, in the bundles of a deployment that names no issuer of tokens.

export const authenticateToken: AuthenticateToken | undefined = undefined;
