import type { FoundAgents } from './find-few.ts';
import type { AgentResult } from './result.ts';
import type { Selector } from './selector.ts';

/** What of a selector has matched nobody, in its order. */
export interface Unmatched {
  readonly agentIds: readonly string[];
  readonly teamIds: readonly string[];
  /** As the caller wrote them. */
  readonly ipAddresses: readonly string[];
  readonly statuses: readonly string[];
}

type Row = Pick<AgentResult, 'agentId' | 'outcome' | 'matchedBy'>;

/** The entries of a selector by which nobody has a row: agents who have none or are not known, and groups of such agents. */
export function unmatchedIn(
  selector: Selector,
  { groups }: Pick<FoundAgents, 'groups'>,
  rows: readonly Row[],
): Unmatched {
  const matched = new Set(rows.flatMap(({ agentId, outcome }) => (outcome === 'unknownAgent' ? [] : [agentId])));
  const empty = groups.filter(({ agentIds }) => !agentIds.some((agentId) => matched.has(agentId))).map(({ by }) => by);
  const shown = new Set(rows.map(({ matchedBy }) => matchedBy.status));
  return {
    agentIds: selector.agentIds.filter((agentId) => !matched.has(agentId)),
    teamIds: empty.flatMap((by) => ('teamId' in by ? [by.teamId] : [])),
    ipAddresses: empty.flatMap((by) => ('ipAddress' in by ? [by.ipAddress] : [])),
    statuses: (selector.conditions?.statuses ?? []).filter((status) => !shown.has(status)),
  };
}
