import { everyAddress } from '../agents/ip-range.ts';
import { isThere } from '../agents/lease.ts';
import type { AgentDirectory } from '../agents/ports.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import { type Instant, seconds } from '../instant.ts';
import type { Clocks } from '../ports.ts';
import { judge } from './selection.ts';
import type { Selector } from './selector.ts';
import { makeSurvey, type Survey } from './survey.ts';

/** What a forced logout must not do. It is compared with who is there before anybody is logged out. */
export interface Guard {
  /** The caller means everybody who is there. */
  readonly confirmsEveryone: boolean;
  readonly maximumAgents?: number;
  /** How many agents must stay signed in: in each team that loses one, or in the teams that are named, whoever leaves. */
  readonly minimumRemaining?: number | Readonly<Record<string, number>>;
}

/** Why a forced logout is refused, with what was counted. */
export type GuardRefusal =
  | { readonly why: 'everybody'; readonly found: number }
  | { readonly why: 'tooManyAgents'; readonly found: number; readonly maximumAgents: number }
  | { readonly why: 'tooFewRemaining'; readonly teams: readonly TeamLeft[] }
  | { readonly why: 'notCounted'; readonly found: number };

interface TeamLeft {
  readonly teamId: string;
  readonly signedIn: number;
  readonly remaining: number;
  readonly minimum: number;
}

/** Counting takes no longer than this, so that there is time to answer, or to act on it. */
const countsFor = seconds(4);
/** Agents beside those who are known to be matched that are read to find one who stays: first a few, then more. */
const firstLook = 3;
const nextLook = 100;
/** Teams that are counted at the same time, and members in one look-up. */
const width = 5;
const membersAtOnce = 500;

interface Ports extends Clocks {
  readonly directory: AgentDirectory;
}

interface Guarded {
  readonly instanceId: string;
  readonly selector: Selector;
  readonly guard: Guard | undefined;
}

export type CheckGuard = (
  guarded: Guarded,
  known?: { readonly matched?: ReadonlySet<string>; readonly survey?: Survey },
) => Promise<GuardRefusal | undefined>;

/**
 * Whether a guard refuses a forced logout. Only what it asks for is counted: without limits it takes one signed-in agent who
 * is not matched to know that not everybody is.
 *
 * @param known agents who may be matched, if they are a hundred at most, and who was found, if everybody was looked up
 */
export function makeCheckGuard({ directory, clock, workClock = clock }: Ports): CheckGuard {
  const look = makeSurvey({ directory, clock, workClock });

  return async ({ instanceId, selector, guard }, { matched, survey } = {}) => {
    if (!guard) return undefined;
    const until = workClock.now() + countsFor;
    const { confirmsEveryone, maximumAgents, minimumRemaining } = guard;
    if (maximumAgents !== undefined || minimumRemaining !== undefined) {
      const found = survey ?? (await look({ instanceId, selector, until }));
      const now = clock.now();
      const leaving = found.candidates.flatMap(({ agent }) =>
        isThere(agent, now) && judge(selector, agent, { now }).type === 'selected' ? [agent] : [],
      );
      if (maximumAgents !== undefined && leaving.length > maximumAgents)
        return { why: 'tooManyAgents', found: leaving.length, maximumAgents };
      if (!found.isComplete) return { why: 'notCounted', found: leaving.length };
      const { callerTeamIds } = selector.conditions ?? {};
      const isOwn = (teamId: string) => callerTeamIds?.includes(teamId) ?? true;
      const ofTeams = Map.groupBy(
        leaving.flatMap(({ agentId, profile }) => profile.teamIds.filter(isOwn).map((teamId) => ({ teamId, agentId }))),
        ({ teamId }) => teamId,
      );
      const tooFew = await tooFewIn(instanceId, minimumRemaining, new Map([...ofTeams].map(([t, a]) => [t, a.length])));
      if (tooFew.length > 0) return { why: 'tooFewRemaining', teams: tooFew };
    }
    if (confirmsEveryone || (matched && matched.size < 2)) return undefined;
    return isEverybody(instanceId, selector, { matched: matched ?? new Set(), until, isCertain: survey !== undefined });
  };

  /** The teams that keep fewer than they must. */
  async function tooFewIn(
    instanceId: string,
    minimum: Guard['minimumRemaining'],
    leaving: ReadonlyMap<string, number>,
  ): Promise<readonly TeamLeft[]> {
    if (minimum === undefined) return [];
    // A team that is named and misspelt keeps nobody, and is refused.
    const teams =
      typeof minimum === 'object'
        ? Object.entries(minimum)
        : [...leaving.keys()].map((teamId) => [teamId, minimum] as const);
    const counted = await inParallel(teams, width, async ([teamId, least]): Promise<TeamLeft> => {
      const signedIn = await countTeam(instanceId, teamId);
      return { teamId, signedIn, remaining: Math.max(0, signedIn - (leaving.get(teamId) ?? 0)), minimum: least };
    });
    return allFulfilled(counted, 'teams').filter(({ remaining, minimum }) => remaining < minimum);
  }

  async function countTeam(instanceId: string, teamId: string): Promise<number> {
    let count = 0;
    let cursor: string | undefined;
    do {
      const page = { limit: membersAtOnce, ...(cursor !== undefined && { cursor }) };
      const found = await directory.signedIn(instanceId, { teamId }, page);
      count += found.agentIds.length;
      cursor = found.cursor;
    } while (cursor !== undefined);
    return count;
  }

  /** Looks for somebody who is signed in and stays. Protected agents do not count: they stay whatever is selected. */
  async function isEverybody(
    instanceId: string,
    selector: Selector,
    {
      matched,
      until,
      isCertain,
    }: { readonly matched: ReadonlySet<string>; readonly until: Instant; readonly isCertain: boolean },
  ): Promise<GuardRefusal | undefined> {
    let found = 0;
    const staysOneOf = async (agentIds: readonly string[]) => {
      const { agents } = await directory.find(instanceId, agentIds);
      const verdicts = agents
        .filter((agent) => isThere(agent, clock.now()))
        .filter(({ profile, agentId }) => !profile.protected || selector.agentIds.includes(agentId))
        .map((agent) => judge(selector, agent, { now: clock.now() }).type);
      found += verdicts.length;
      return verdicts.some((type) => type !== 'selected');
    };

    let cursor: string | undefined;
    let limit = matched.size + firstLook;
    do {
      const page = { limit, ...(cursor !== undefined && { cursor }) };
      const here = await directory.signedIn(instanceId, { ipRange: everyAddress }, page);
      const others = here.agentIds.filter((agentId) => !matched.has(agentId));
      if (await staysOneOf(others)) return undefined;
      cursor = here.cursor;
      limit = nextLook;
    } while (cursor !== undefined && workClock.now() < until);
    // Those who may be matched are read only if nobody else is there.
    if (isCertain) found += matched.size;
    else if (await staysOneOf([...matched])) return undefined;
    return found > 1 ? { why: 'everybody', found } : undefined;
  }
}
