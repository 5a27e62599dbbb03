import { holdHalfOfAFamily, type IpRange } from '../agents/ip-range.ts';
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

export const isEmpty = ({ agentIds, teamIds, ipRanges }: Selector) =>
  agentIds.length + teamIds.length + ipRanges.length === 0;

/** Whether the selector matches nearly the whole instance, wherever its agents are. That needs a confirmation. */
export const selectsEverybody = ({ ipRanges }: Selector) => holdHalfOfAFamily(ipRanges);
