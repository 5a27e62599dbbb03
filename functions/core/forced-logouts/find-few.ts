import { type Agent, isSignedIn } from '../agents/agent.ts';
import type { AgentDirectory, AgentIdPage } from '../agents/ports.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import type { Instant } from '../instant.ts';
import { judge } from './selection.ts';
import { groupsOf, hasGroups, type MatchedByGroup, type MatchedEntry, type Selector } from './selector.ts';

/** Groups looked up at the same time, and agents in one look-up. */
const width = 10;
const lookedUpAtOnce = 100;
/** Each group is looked up once. More further look-ups than this would keep the caller waiting for too long. */
const mostFurtherLookups = 40;

export interface FoundAgents {
  /** Signed in, as far as the directory knows, and maybe meant by the selector. */
  readonly signedIn: ReadonlyMap<string, MatchedEntry>;
  /** Named by id, but not signed in or not known. */
  readonly signedOut: readonly { readonly agentId: string; readonly agent: Agent | undefined }[];
  /** Whom each group of the selector has found, in its order. */
  readonly groups: readonly FoundGroup[];
  /** Whom only an exclusion keeps out. */
  readonly excluded: ReadonlySet<string>;
}

export interface FoundGroup {
  readonly by: MatchedByGroup;
  readonly agentIds: readonly string[];
}

interface Search {
  readonly instanceId: string;
  readonly selector: Selector;
  /** More signed-in agents than this are many. */
  readonly most: number;
  readonly now: Instant;
  /** Whoever is named is asked for, whatever is known of the agent. @default false */
  readonly keepsNamed?: boolean;
}

/**
 * Every agent the selector matches, unless more than `most` of them are signed in. What an index says is enough for those
 * who are few, because each is decided about by itself; before they count as many, the agents themselves are read.
 */
export async function findFew(directory: AgentDirectory, search: Search): Promise<FoundAgents | 'many'> {
  const { instanceId, selector, most, now, keepsNamed = false } = search;
  const signedIn = new Map<string, MatchedEntry>();
  const signedOut: { agentId: string; agent: Agent | undefined }[] = [];
  const excluded = new Set<string>();
  const checked = new Set<string>();
  const excludedIds = new Set(selector.conditions?.exclude?.agentIds);

  /** Whether the selector means the agent, or matches and skips it. */
  const isMatched = (agent: Agent) => {
    const { type } = judge(selector, agent, { now });
    if (type === 'excluded') excluded.add(agent.agentId);
    return type === 'selected' || type === 'skipped';
  };
  const isMany = async () => {
    if (signedIn.size <= most) return false;
    const unchecked = [...signedIn.keys()].filter((agentId) => !checked.has(agentId));
    for (let start = 0; start < unchecked.length; start += lookedUpAtOnce) {
      const asked = unchecked.slice(start, start + lookedUpAtOnce);
      const { agents, unreadable } = await directory.find(instanceId, asked);
      const matched = agents.filter((agent) => isSignedIn(agent) && isMatched(agent));
      const present = new Set([...matched.map(({ agentId }) => agentId), ...unreadable]);
      for (const agentId of asked) {
        if (present.has(agentId)) checked.add(agentId);
        else signedIn.delete(agentId);
      }
    }
    return signedIn.size > most;
  };

  const agentIds = [...new Set(selector.agentIds)].filter((agentId) => !isExcluded(agentId));
  for (let start = 0; start < agentIds.length; start += lookedUpAtOnce) {
    const named = agentIds.slice(start, start + lookedUpAtOnce);
    const found = await directory.find(instanceId, named);
    const agents = new Map(found.agents.map((agent) => [agent.agentId, agent]));
    const unreadable = new Set(found.unreadable);
    for (const agentId of named) {
      const agent = agents.get(agentId);
      // An agent who cannot be read may be signed in: the attempt to change the agent shows the fault.
      if (isSignedIn(agent) || unreadable.has(agentId)) {
        if (agent && !keepsNamed && !isMatched(agent)) continue;
        signedIn.set(agentId, { agentId });
        checked.add(agentId);
      } else if (!agent || keepsNamed || isMatched(agent)) signedOut.push({ agentId, agent });
    }
    if (await isMany()) return 'many';
  }

  const entries = groupsOf(selector);
  const page = { limit: lookedUpAtOnce };
  const firstPages = await inParallel(entries, width, ({ group }) => directory.signedIn(instanceId, group, page));
  const groups: FoundGroup[] = [];
  let lookups = 0;
  for (const [index, first] of allFulfilled(firstPages, 'look-ups').entries()) {
    const entry = entries[index];
    if (!entry) break;
    const foundIds: string[] = [];
    let found: AgentIdPage = first;
    for (;;) {
      const meant = found.agentIds.filter((agentId) => !isExcluded(agentId));
      foundIds.push(...meant);
      for (const agentId of meant) if (!signedIn.has(agentId)) signedIn.set(agentId, entry.by);
      if (await isMany()) return 'many';
      if (found.cursor === undefined) break;
      if (lookups === mostFurtherLookups) return 'many';
      lookups += 1;
      found = await directory.signedIn(instanceId, entry.group, { ...page, cursor: found.cursor });
    }
    groups.push({ by: entry.by, agentIds: foundIds });
  }
  return { signedIn, signedOut, groups, excluded };

  function isExcluded(agentId: string): boolean {
    if (excludedIds.has(agentId)) excluded.add(agentId);
    return excludedIds.has(agentId);
  }
}

/** Agents who are named are asked for, whatever is known of them: the backend knows better. */
export function withNamed({ signedIn, signedOut, ...found }: FoundAgents): FoundAgents {
  const others = signedOut.filter(({ agentId }) => !signedIn.has(agentId));
  const named = others.map(({ agentId }) => [agentId, { agentId }] as const);
  return { ...found, signedIn: new Map([...signedIn, ...named]), signedOut: [] };
}

/**
 * The agent of a selector that names one and nothing else. Looking up whether that agent is signed in would take as long as
 * loading it, and the decision asks again anyway.
 */
export function onlyOne(selector: Selector): FoundAgents | undefined {
  const [agentId, ...others] = selector.agentIds;
  const isExcluded = agentId !== undefined && selector.conditions?.exclude?.agentIds.includes(agentId);
  if (agentId === undefined || isExcluded || others.length > 0 || hasGroups(selector)) return undefined;
  return { signedIn: new Map([[agentId, { agentId }]]), signedOut: [], groups: [], excluded: new Set() };
}
