import { isSignedIn, type SignedInAgent, shownStatus } from './agent.ts';
import { everyAddress, type IpRange, includes } from './ip-range.ts';
import type { AgentDirectory } from './ports.ts';

export interface AgentFilter {
  readonly teamId?: string;
  /** The status shown. */
  readonly status?: string;
  readonly ipRange?: IpRange;
}

export interface AgentPage {
  readonly agents: readonly SignedInAgent[];
  readonly cursor?: string;
}

/** Look-ups for one answer; a rare status gives a short page with a cursor rather than a long wait. */
const lookupsPerPage = 20;

/** Lists the agents who are signed in, a page at a time. */
export function makeListAgents({ directory }: { directory: AgentDirectory }) {
  return async (
    instanceId: string,
    filter: AgentFilter,
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<AgentPage> => {
    const { teamId, ipRange = everyAddress } = filter;
    const group = teamId !== undefined ? { teamId } : { ipRange };
    const agents: SignedInAgent[] = [];
    let next = cursor;
    for (let lookups = 0; lookups < lookupsPerPage && agents.length < limit; lookups += 1) {
      const page = { limit: limit - agents.length, ...(next !== undefined && { cursor: next }) };
      const found = await directory.signedIn(instanceId, group, page);
      const loaded = await directory.find(instanceId, found.agentIds);
      agents.push(...loaded.agents.filter(isSignedIn).filter((agent) => matches(agent, filter)));
      next = found.cursor;
      if (next === undefined) break;
    }
    return { agents, ...(next !== undefined && { cursor: next }) };
  };
}

const matches = ({ session, profile }: SignedInAgent, { teamId, status, ipRange }: AgentFilter) =>
  (teamId === undefined || profile.teamIds.includes(teamId)) &&
  (status === undefined || shownStatus(session) === status) &&
  (ipRange === undefined || includes(ipRange, session.ipAddress));
