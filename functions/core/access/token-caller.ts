import { makeCache } from '../cache.ts';
import { type Instant, seconds } from '../instant.ts';
import type { Clock } from '../ports.ts';
import { type Caller, type Refusal, type Scope, scopes } from './access.ts';

/** The names of the claims that say what the holder of a token may do. */
export interface ClaimNames {
  readonly instance: string;
  readonly scopes: string;
  /** @default - holders of tokens are not limited to teams */
  readonly teams?: string;
}

/** The claims of a token whose signature, issuer, audience and times are right. */
export type VerifiedClaims = Readonly<Record<string, unknown>>;

/**
 * Verifies the tokens of the configured issuer.
 * @returns the claims, or why the token is not accepted
 * @throws when the keys of the issuer cannot be fetched
 */
export type VerifyToken = (token: string) => Promise<VerifiedClaims | 'badToken' | 'expiredToken'>;

/** Identifies a caller by a bearer token. */
export type AuthenticateToken = (token: string) => Promise<Caller | Refusal>;

interface TokenCaller {
  readonly caller: Caller;
  /** Not included. */
  readonly expiresAt: Instant;
}

const idForm = /^(?!\.{1,2}$)[A-Za-z0-9._:-]{1,100}$/;
const longestSubject = 128;

/** In a list, or in a text with blanks between them, as OAuth 2.0 has scopes (RFC 8693, section 4.2). */
const textsOf = (claim: unknown): readonly string[] => {
  const list: readonly unknown[] = typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : [];
  return list.filter((text) => typeof text === 'string' && text !== '').map(String);
};

/** A scope by its name, which some issuers put behind that of a resource server: `lastcall/logout:one`. */
const scopesOf = (claim: unknown): readonly Scope[] => {
  const given = new Set(textsOf(claim).map((text) => text.slice(text.lastIndexOf('/') + 1)));
  return scopes.filter((scope) => given.has(scope));
};

/**
 * The caller that claims describe. Somebody whose token is to name teams and names none gets nothing, and `*` stands for all of
 * them. A subject that may be an e-mail address is replaced by its digest: ids of callers are logged.
 */
function callerOf(
  claims: VerifiedClaims,
  names: ClaimNames,
  digest: (text: string) => string,
): TokenCaller | undefined {
  const { sub, exp, [names.instance]: instanceId } = claims;
  if (typeof sub !== 'string' || sub === '' || typeof exp !== 'number') return undefined;
  if (typeof instanceId !== 'string' || !idForm.test(instanceId)) return undefined;
  const isPlain = sub.length <= longestSubject && /^[\w.:|-]+$/.test(sub);
  const caller = {
    callerId: isPlain ? sub : `sub-${digest(sub)}`,
    instanceId,
    scopes: scopesOf(claims[names.scopes]),
  };
  const teamIds = names.teams === undefined ? ['*'] : textsOf(claims[names.teams]);
  if (teamIds.length === 0) return undefined;
  return { caller: teamIds.includes('*') ? caller : { ...caller, teamIds }, expiresAt: seconds(exp) };
}

const rememberedFor = seconds(60);

/** Identifies callers by the tokens of the configured issuer. Who was accepted is remembered for a minute, and never for longer than the token is valid. */
export function makeAuthenticateToken(
  verify: VerifyToken,
  {
    names,
    clock,
    fingerprint,
  }: { readonly names: ClaimNames; readonly clock: Clock; readonly fingerprint: (text: string) => string },
): AuthenticateToken {
  const cached = makeCache<TokenCaller | Refusal>({
    clock,
    milliseconds: rememberedFor,
    keeps: (found) => typeof found !== 'string',
  });
  return async (token) => {
    const found = await cached(fingerprint(token), async () => {
      const claims = await verify(token);
      return typeof claims === 'string' ? claims : (callerOf(claims, names, fingerprint) ?? 'badClaims');
    });
    if (typeof found === 'string') return found;
    return clock.now() < found.expiresAt ? { ...found.caller, validUntil: found.expiresAt } : 'expiredToken';
  };
}
