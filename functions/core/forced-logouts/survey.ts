import { type Agent, isSignedIn } from '../agents/agent.ts';
import { isThere } from '../agents/lease.ts';
import type { AgentDirectory } from '../agents/ports.ts';
import type { Instant } from '../instant.ts';
import type { Clocks } from '../ports.ts';
import type { FoundGroup } from './find-few.ts';
import { groupsOf, type MatchedEntry, type Selector } from './selector.ts';

/** Agents in one look-up; agents in one read, and reads at the same time. */
const foundAtOnce = 500;
const readAtOnce = 100;
const readsAtOnce = 5;

/** An agent whom a selector may mean. */
export interface Candidate {
  readonly agentId: string;
  readonly entry: MatchedEntry;
  /** @default - there is no such agent, or it cannot be read */
  readonly agent?: Agent;
  readonly isUnreadable?: true;
}

/** Everybody whom a selector may mean, as they are stored. */
export interface Survey {
  /** In the order of the selector; of those named, whoever is signed out comes last. */
  readonly candidates: readonly Candidate[];
  /** Whom each group has found. */
  readonly groups: readonly FoundGroup[];
  /** Whom an exclusion names by id. */
  readonly excluded: ReadonlySet<string>;
  /** Whether there was time for all of them. */
  readonly isComplete: boolean;
}

interface Search {
  readonly instanceId: string;
  readonly selector: Selector;
  /** By the work clock. */
  readonly until: Instant;
}

export type LookUpEverybody = (search: Search) => Promise<Survey>;

/** Reads everybody whom a selector may mean, each once. Nothing is written. */
export function makeSurvey({
  directory,
  clock,
  workClock = clock,
}: Clocks & { readonly directory: AgentDirectory }): LookUpEverybody {
  return async ({ instanceId, selector, until }) => {
    const found = new Map<string, Candidate>();
    const excludedIds = new Set(selector.conditions?.exclude?.agentIds);
    const excluded = new Set<string>();
    const groups: FoundGroup[] = [];
    let isComplete = true;

    const isFound = (each: { agent?: Agent | undefined; isUnreadable?: boolean } | undefined) =>
      each?.isUnreadable === true || isThere(each?.agent, clock.now());

    /** Reads those who are new, and keeps them. */
    async function keep(agentIds: readonly string[], entryOf: (agentId: string) => MatchedEntry): Promise<void> {
      const fresh = agentIds.filter((agentId) => !found.has(agentId) && !excluded.has(agentId));
      for (let start = 0; start < fresh.length; start += readAtOnce * readsAtOnce) {
        const parts = Array.from({ length: readsAtOnce }, (_, n) =>
          fresh.slice(start + n * readAtOnce, start + (n + 1) * readAtOnce),
        ).filter((part) => part.length > 0);
        const read = await Promise.all(parts.map((part) => directory.find(instanceId, part)));
        const agents = new Map(read.flatMap((each) => each.agents).map((agent) => [agent.agentId, agent]));
        const unreadable = new Set(read.flatMap((each) => each.unreadable));
        for (const agentId of parts.flat()) {
          const agent = agents.get(agentId);
          const isUnreadable = unreadable.has(agentId);
          const entry = entryOf(agentId);
          if (!isFound({ agent, isUnreadable }) && !('agentId' in entry)) continue;
          if (excludedIds.has(agentId)) {
            excluded.add(agentId);
            continue;
          }
          found.set(agentId, {
            agentId,
            entry,
            ...(agent && { agent }),
            ...(isUnreadable && { isUnreadable: true as const }),
          });
        }
        isComplete &&= workClock.now() < until;
        if (!isComplete) return;
      }
    }

    await keep([...new Set(selector.agentIds)], (agentId) => ({ agentId }));
    for (const { group, by } of groupsOf(selector)) {
      if (!isComplete) break;
      const agentIds: string[] = [];
      let cursor: string | undefined;
      do {
        const page = { limit: foundAtOnce, withSignedOut: true, ...(cursor !== undefined && { cursor }) };
        const some = await directory.signedIn(instanceId, group, page);
        await keep(some.agentIds, () => by);
        agentIds.push(...some.agentIds.filter((agentId) => isFound(found.get(agentId))));
        cursor = some.cursor;
      } while (cursor !== undefined && isComplete);
      groups.push({ by, agentIds });
    }
    const isOut = ({ entry, agent, isUnreadable }: Candidate) =>
      'agentId' in entry && !isUnreadable && !isSignedIn(agent);
    const all = [...found.values()];
    const candidates = [...all.filter((each) => !isOut(each)), ...all.filter(isOut)];
    return { candidates, groups, excluded, isComplete };
  };
}
