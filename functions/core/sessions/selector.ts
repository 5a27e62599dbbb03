import { holdHalfOfAFamily, type IpRange } from './ip-range.ts';

/** Whom a forced logout is about: the union of the three lists. */
export interface Selector {
  readonly agentIds: readonly string[];
  readonly teamIds: readonly string[];
  readonly ipRanges: readonly IpRange[];
}

/** Which entry of a selector an agent was found by. */
export type MatchedBy = { readonly agentId: string } | MatchedByGroup;

export type MatchedByGroup = { readonly teamId: string } | { readonly ipAddress: string };

/** A list of signed-in agents that has to be looked up. */
export type Group = { readonly teamId: string } | { readonly ipRange: IpRange };

/** The groups of a selector, in the order they are walked: teams, then ranges. */
export const groupsOf = ({ teamIds, ipRanges }: Selector): readonly Group[] => [
  ...teamIds.map((teamId) => ({ teamId })),
  ...ipRanges.map((ipRange) => ({ ipRange })),
];

export const matchedByGroup = (group: Group): MatchedByGroup =>
  'teamId' in group ? { teamId: group.teamId } : { ipAddress: group.ipRange.text };

export const isEmpty = ({ agentIds, teamIds, ipRanges }: Selector) =>
  agentIds.length + teamIds.length + ipRanges.length === 0;

/** Whether it means nearly the whole instance, wherever its agents are: nobody should log that out by mistake. */
export const selectsEverybody = ({ ipRanges }: Selector) => holdHalfOfAFamily(ipRanges);
