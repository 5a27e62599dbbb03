import type { Agent } from '../agents/agent.ts';
import { holdHalfOfAFamily, type IpRange, includes } from '../agents/ip-range.ts';
import type { Group } from '../agents/ports.ts';

/** The agents a forced logout is about: the union of the three lists. */
export interface Selector {
  readonly agentIds: readonly string[];
  readonly teamIds: readonly string[];
  readonly ipRanges: readonly IpRange[];
}

/** The entry of a selector that matched an agent. */
export type MatchedBy = { readonly agentId: string } | MatchedByGroup;

export type MatchedByGroup = { readonly teamId: string } | { readonly ipAddress: string };

/** The groups of a selector, in the order in which they are looked up: teams, then ranges. */
export const groupsOf = ({ teamIds, ipRanges }: Selector): readonly Group[] => [
  ...teamIds.map((teamId) => ({ teamId })),
  ...ipRanges.map((ipRange) => ({ ipRange })),
];

export const matchedByGroup = (group: Group): MatchedByGroup =>
  'teamId' in group ? { teamId: group.teamId } : { ipAddress: group.ipRange.text };

/** Only the teams and ranges of a selector: the agents they match are looked up, those named by id are known. */
export const groupsOnly = (selector: Selector): Selector => ({ ...selector, agentIds: [] });

export const hasGroups = ({ teamIds, ipRanges }: Selector) => teamIds.length + ipRanges.length > 0;

/** Whether the agent is named, is in one of the teams by the profile, or has a session from one of the ranges. */
export function selects({ agentIds, teamIds, ipRanges }: Selector, { agentId, profile, ...agent }: Agent): boolean {
  if (agentIds.includes(agentId) || profile.teamIds.some((teamId) => teamIds.includes(teamId))) return true;
  const session = agent.session ?? agent.leftSession?.session;
  return session !== undefined && ipRanges.some((range) => includes(range, session.ipAddress));
}

export const isEmpty = ({ agentIds, teamIds, ipRanges }: Selector) =>
  agentIds.length + teamIds.length + ipRanges.length === 0;

/** Whether the selector matches nearly the whole instance, wherever its agents are. That needs a confirmation. */
export const selectsEverybody = ({ ipRanges }: Selector) => holdHalfOfAFamily(ipRanges);
