import * as z from 'zod/mini';
import type { ClaimNames } from '#core/access/token-caller.ts';

export type { ClaimNames };

/** The names of claims, unless the deployment says others. */
export const usualClaims: ClaimNames = { instance: 'lastcall_instance', scopes: 'scope' };

/** The issuer whose tokens callers may show. */
interface TokenIssuer {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly names: ClaimNames;
}

const form = z.tuple([z.url(), z.string(), z.string(), z.string(), z.string()]);

/**
 * Reads the variable that the deployment sets: the issuer, its audience, and the names of the claims for instance, scopes and
 * teams, with blanks between them. Audiences have commas between them; the last name is `-` if callers are not limited to teams.
 */
export function parseIssuer(text: string): TokenIssuer {
  const [issuer, audience, instance, scopes, teams] = form.parse(text.split(' '));
  return { issuer, audience: audience.split(','), names: { instance, scopes, ...(teams !== '-' && { teams }) } };
}

/** Writes it. */
export const issuerText = ({ issuer, audience, names }: TokenIssuer): string =>
  [issuer, audience.join(','), names.instance, names.scopes, names.teams ?? '-'].join(' ');
