import { JwtVerifier } from 'aws-jwt-verify';
import {
  FailedAssertionError,
  JwtExpiredError,
  JwtInvalidSignatureError,
  JwtParseError,
  JwtWithoutValidKidError,
  KidNotFoundInJwksError,
  ParameterValidationError,
  WaitPeriodNotYetEndedJwkError,
} from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import * as z from 'zod/mini';
import type { VerifyToken } from '#core/access/token-caller.ts';
import { callLimits } from '../call-limits.ts';

const discovery = z.looseObject({ issuer: z.string(), jwks_uri: z.string() });

/** No issuer redirects what it publishes at a fixed address, and none takes long for it. */
async function fetchFrom(uri: string): Promise<ArrayBuffer> {
  const signal = AbortSignal.timeout(callLimits.oidc.wholeMilliseconds);
  const response = await fetch(uri, { redirect: 'error', signal, headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`${uri} answered ${response.status}`);
  return response.arrayBuffer();
}

/**
 * Verifies tokens of an issuer of OpenID Connect, whose keys are found by its discovery document. Keys are remembered; a token
 * that names an unknown one has them fetched anew, at most every ten seconds.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html
 */
export function makeTokenVerifier({
  issuer,
  audience,
}: {
  readonly issuer: string;
  readonly audience: readonly string[];
}): VerifyToken {
  const makeVerifier = async () => {
    const text = Buffer.from(await fetchFrom(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`));
    const found = discovery.parse(JSON.parse(text.toString('utf8')));
    if (found.issuer !== issuer) throw new Error(`The discovery document of ${issuer} is that of another issuer`);
    const jwksCache = new SimpleJwksCache({ fetcher: { fetch: fetchFrom } });
    return JwtVerifier.create({ issuer, audience: [...audience], jwksUri: found.jwks_uri }, { jwksCache });
  };
  let verifier: ReturnType<typeof makeVerifier> | undefined;

  return async (token) => {
    verifier ??= makeVerifier().catch((error: unknown) => {
      verifier = undefined;
      throw error;
    });
    const known = await verifier;
    try {
      return await known.verify(token);
    } catch (error) {
      if (error instanceof JwtExpiredError) return 'expiredToken';
      if (isOfToken(error)) return 'badToken';
      // The issuer may have moved its keys.
      verifier = undefined;
      throw error;
    }
  };
}

const tokenErrors = [
  FailedAssertionError,
  JwtInvalidSignatureError,
  JwtParseError,
  JwtWithoutValidKidError,
  KidNotFoundInJwksError,
  ParameterValidationError,
  WaitPeriodNotYetEndedJwkError,
];

/** Whether an error is about the token, and not about the keys of the issuer. */
const isOfToken = (error: unknown) => tokenErrors.some((type) => error instanceof type);
