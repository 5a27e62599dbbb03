import { fingerprint } from '#adapters/crypto/secret-hash.ts';
import { makeTokenVerifier } from '#adapters/oidc/token-verifier.ts';
import { type AuthenticateToken, makeAuthenticateToken } from '#core/access/token-caller.ts';
import { env } from '../env.ts';
import { parseIssuer } from '../oidc-issuer.ts';
import { clock } from './clock.ts';

const { names, ...issuer } = parseIssuer(env('OIDC_ISSUER'));

/** Identifies callers by tokens of the issuer that the deployment names. */
export const authenticateToken: AuthenticateToken | undefined = makeAuthenticateToken(makeTokenVerifier(issuer), {
  names,
  clock,
  fingerprint,
});
