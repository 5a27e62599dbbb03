import type { Caller } from '#core/access/access.ts';
import type { Selector } from '#core/sessions/selector.ts';
import { requireScope } from './http.ts';

/** One agent named by id takes either scope; anything else may be many. */
export function requireLogoutScope(caller: Caller, { agentIds, teamIds, ipRanges }: Selector): void {
  const isOne = agentIds.length === 1 && teamIds.length === 0 && ipRanges.length === 0;
  requireScope(caller, isOne && !caller.scopes.includes('logout:bulk') ? 'logout:one' : 'logout:bulk');
}
