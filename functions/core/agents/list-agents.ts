import { type Agent, isSignedIn, offline, shownStatus } from './agent.ts';
import { everyAddress, type IpRange, includes } from './ip-range.ts';
import type { AgentDirectory } from './ports.ts';

export interface AgentFilter {
  /** @default - agents who are signed in and agents who are not */
  readonly signedIn?: boolean;
  readonly teamId?: string;
  /** The status shown. */
  readonly status?: string;
  /** Only agents who are signed in have an address. */
  readonly ipRange?: IpRange;
}

export interface AgentPage {
  readonly agents: readonly Agent[];
  readonly cursor?: string;
}

/** Look-ups for one answer; a rare status gives a short page with a cursor rather than a long wait. */
const lookupsPerPage = 20;

/** Lists agents, a page at a time. */
export function makeListAgents({ directory }: { directory: AgentDirectory }) {
  return async (
    instanceId: string,
    filter: AgentFilter,
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<AgentPage> => {
    const { teamId, ipRange = everyAddress } = filter;
    const group = teamId !== undefined ? { teamId } : { ipRange };
    const look = areSignedIn(filter)
      ? (page: { limit: number; cursor?: string }) => directory.signedIn(instanceId, group, page)
      : (page: { limit: number; cursor?: string }) =>
          directory.everybody(instanceId, teamId === undefined ? {} : { teamId }, page);
    const agents: Agent[] = [];
    let next = cursor;
    for (let lookups = 0; lookups < lookupsPerPage && agents.length < limit; lookups += 1) {
      const found = await look({ limit: limit - agents.length, ...(next !== undefined && { cursor: next }) });
      const loaded = await directory.find(instanceId, found.agentIds);
      agents.push(...loaded.agents.filter((agent) => matches(agent, filter)));
      next = found.cursor;
      if (next === undefined) break;
    }
    return { agents, ...(next !== undefined && { cursor: next }) };
  };
}

/** Whether nobody who is signed out can match. Those who are signed in are fewer, and are found in the order of addresses. */
const areSignedIn = ({ signedIn, status, ipRange }: AgentFilter) =>
  signedIn ?? (ipRange !== undefined || (status !== undefined && status !== offline));

const matches = (agent: Agent, { signedIn, teamId, status, ipRange }: AgentFilter) =>
  (signedIn === undefined || isSignedIn(agent) === signedIn) &&
  (teamId === undefined || agent.profile.teamIds.includes(teamId)) &&
  (status === undefined || shownStatus(agent.session) === status) &&
  (ipRange === undefined || (isSignedIn(agent) && includes(ipRange, agent.session.ipAddress)));
