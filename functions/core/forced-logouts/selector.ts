import { everyAddress, holdHalfOfAFamily, type IpRange } from '../agents/ip-range.ts';
import type { Group } from '../agents/ports.ts';

/** The agents a forced logout is about: the union of the lists, as far as the conditions let it. */
export interface Selector {
  readonly agentIds: readonly string[];
  readonly teamIds: readonly string[];
  readonly ipRanges: readonly IpRange[];
  /** Everybody who is signed in. @default - only whom the lists name */
  readonly everybody?: true;
  /** @default - everybody whom the lists name is meant */
  readonly conditions?: Conditions;
}

/** What takes agents out of a selection. */
export interface Conditions {
  /** Only agents who show one of these. @default - whatever they show */
  readonly statuses?: readonly string[];
  /** Only agents who have shown their status for so long. @default - however short */
  readonly minimumMinutesInStatus?: number;
  /** @default - nobody is left out */
  readonly exclude?: Exclusion;
  /** The teams that the caller is limited to: agents of no other are logged out. @default - the caller is not */
  readonly callerTeamIds?: readonly string[];
}

interface Exclusion {
  readonly agentIds: readonly string[];
  readonly teamIds: readonly string[];
}

/** The entry of a selector that matched an agent. */
export type MatchedEntry = { readonly agentId: string } | MatchedByGroup;

export type MatchedByGroup =
  | { readonly teamId: string }
  | { readonly ipAddress: string }
  /** Everybody who is signed in. */
  | { readonly signedIn: true };

/** Why an agent was chosen: the entry, and what the agent showed if that mattered. */
export type MatchedBy = MatchedEntry & {
  readonly status?: string;
  readonly minimumMinutesInStatus?: number;
};

/** An entry of a selector whose agents have to be looked up. */
interface GroupEntry {
  readonly group: Group;
  readonly by: MatchedByGroup;
}

/** The entries of a selector that stand for several agents, in the order in which they are looked up. */
export const groupsOf = ({ teamIds, ipRanges, everybody }: Selector): readonly GroupEntry[] => [
  ...teamIds.map((teamId) => ({ group: { teamId }, by: { teamId } })),
  ...ipRanges.map((ipRange) => ({ group: { ipRange }, by: { ipAddress: ipRange.text } })),
  ...(everybody ? [{ group: { ipRange: everyAddress }, by: { signedIn: true } } as const] : []),
];

/** A selector without the agents it names: those of groups are looked up, those named by id are known. */
export const groupsOnly = (selector: Selector): Selector => ({ ...selector, agentIds: [] });

export const hasGroups = ({ teamIds, ipRanges, everybody }: Selector) =>
  teamIds.length + ipRanges.length > 0 || everybody === true;

export const isEmpty = (selector: Selector) => selector.agentIds.length === 0 && !hasGroups(selector);

/** Whether the status that an agent shows decides. */
export const isNarrowed = ({ conditions = {} }: Selector) =>
  conditions.statuses !== undefined || conditions.minimumMinutesInStatus !== undefined;

/**
 * Whether the selector matches nearly the whole instance, wherever its agents are. That needs a confirmation, even if hardly
 * anybody is there at the moment.
 */
export const selectsEverybody = (selector: Selector) => !isNarrowed(selector) && holdHalfOfAFamily(selector.ipRanges);

/** Whether all that a selector names is excluded by the same ids. */
export function excludesAllOf({ agentIds, teamIds, ipRanges, everybody, conditions }: Selector): boolean {
  const { exclude } = conditions ?? {};
  if (!exclude || ipRanges.length > 0 || everybody) return false;
  const isEvery = (named: readonly string[], left: readonly string[]) => named.every((id) => left.includes(id));
  return isEvery(agentIds, exclude.agentIds) && isEvery(teamIds, exclude.teamIds);
}
