import { issuerText } from '../functions/runtime/oidc-issuer.ts';
import { type Access, onTable } from './access.ts';
import type { Foundation } from './foundation.ts';

/** Identifying callers by their keys, and by tokens of the issuer that the settings name. */
export function identifyCallers({ settings, state }: Pick<Foundation, 'settings' | 'state'>): Access {
  const access = onTable(state.keys, 'KEYS_TABLE')('GetItem');
  const { oidcIssuer: issuer, oidcAudience: audience, oidcClaims: names } = settings;
  if (issuer === undefined) return access;
  return { ...access, environment: { ...access.environment, OIDC_ISSUER: issuerText({ issuer, audience, names }) } };
}
