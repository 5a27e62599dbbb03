import { type Agent, isOfTeams, isSignedIn, type Session, shownStatus } from '../agents/agent.ts';
import { includes } from '../agents/ip-range.ts';
import { mayReturn } from '../agents/lease.ts';
import { shownSince } from '../agents/shown-since.ts';
import { type Instant, minutes } from '../instant.ts';
import { groupsOf, isNarrowed, type MatchedBy, type MatchedEntry, type Selector } from './selector.ts';

/** Why an agent whom a selector matches is left alone. */
export type SkipReason = 'protected' | 'notPermitted';

/** What a selector says of an agent. */
export type Verdict =
  | { readonly type: 'selected' }
  | { readonly type: 'skipped'; readonly why: SkipReason }
  | { readonly type: 'excluded' }
  | { readonly type: 'notMatched' };

/** When a selector is compared with an agent. */
export interface AsOf {
  readonly now: Instant;
  /** When the forced logout was requested: a status that was taken since does not count. @default - now */
  readonly requestedAt?: Instant;
}

const notMatched = { type: 'notMatched' } as const;
const excluded = { type: 'excluded' } as const;
/** The same for an agent of other teams, whatever the agent does, and one who is not there or cannot be read. */
export const notPermitted = { type: 'skipped', why: 'notPermitted' } as const;

/** Whether the caller is limited to teams. */
export const isLimited = ({ conditions }: Selector) => conditions?.callerTeamIds !== undefined;

/** Whether the caller is limited to teams in none of which the agent is known to be. */
export const isOutOfReach = ({ conditions }: Selector, agent: Agent | undefined): boolean =>
  conditions?.callerTeamIds !== undefined && !(agent && isOfTeams(agent, conditions.callerTeamIds));

/**
 * Compares an agent's own state with a selector. Whoever was named by id is meant, protected or not; all others are meant if
 * they are in a team, have a session from one of the ranges, or are signed in, as the selector says. That an agent is out of the
 * caller's reach comes before all that would say something about the agent.
 */
export function judge(selector: Selector, agent: Agent, asOf: AsOf): Verdict {
  const { agentIds, conditions = {} } = selector;
  if (!isMeant(selector, agent)) return notMatched;
  const { exclude } = conditions;
  if (exclude?.agentIds.includes(agent.agentId)) return excluded;
  if (isOutOfReach(selector, agent)) return notPermitted;
  if (exclude && isOfTeams(agent, exclude.teamIds)) return excluded;
  if (isNarrowed(selector) && !showsIt(selector, agent, asOf)) return notMatched;
  const isThere = isSignedIn(agent) || mayReturn(agent, asOf.now);
  if (agent.profile.protected && isThere && !agentIds.includes(agent.agentId))
    return { type: 'skipped', why: 'protected' };
  return { type: 'selected' };
}

/** Whether one of the lists has the agent, whatever the conditions. */
const isMeant = (selector: Selector, agent: Agent) =>
  selector.agentIds.includes(agent.agentId) || firstGroupOf(selector, agent) !== undefined;

/** The first entry that has the agent, apart from the ids. */
function firstGroupOf(selector: Selector, { profile, ...agent }: Agent) {
  const session = agent.session ?? agent.leftSession?.session;
  return groupsOf(selector).find(({ group }) =>
    'teamId' in group
      ? profile.teamIds.includes(group.teamId)
      : session !== undefined && includes(group.ipRange, session.ipAddress),
  );
}

/**
 * Whether this is the entry by which an agent who is left alone counts: the first one that has the agent. Nothing is written
 * of such agents, so a job could count them once for each entry that finds them.
 */
export function isCountedBy(matchedBy: MatchedEntry, selector: Selector, agent: Agent | undefined): boolean {
  if ('agentId' in matchedBy) return true;
  if (!agent || selector.agentIds.includes(agent.agentId)) return false;
  return JSON.stringify(firstGroupOf(selector, agent)?.by) === JSON.stringify(matchedBy);
}

/** Whether the status shown is one of those asked for, and has been for long enough. */
function showsIt({ conditions = {} }: Selector, agent: Agent, { now, requestedAt = now }: AsOf): boolean {
  const { statuses, minimumMinutesInStatus = 0 } = conditions;
  const session = sessionNow(agent, now);
  if (!session || (statuses && !statuses.includes(shownStatus(session)))) return false;
  return shownSince(session) <= requestedAt - minutes(minimumMinutesInStatus);
}

/** A client that loads a page still counts as showing what it did. */
const sessionNow = (agent: Agent, now: Instant): Session | undefined =>
  agent.session ?? (mayReturn(agent, now) ? agent.leftSession?.session : undefined);

/** Why an agent was chosen who showed this status. */
export function reasonOf(entry: MatchedEntry, selector: Selector, status: string | undefined): MatchedBy {
  if (!isNarrowed(selector) || status === undefined) return entry;
  const minimum = selector.conditions?.minimumMinutesInStatus;
  return { ...entry, status, ...(minimum !== undefined && { minimumMinutesInStatus: minimum }) };
}
