import { allFulfilled, inParallel } from '../in-parallel.ts';
import { type Agent, isSignedIn } from './agent.ts';
import type { AgentDirectory, AgentIdPage } from './ports.ts';
import { groupsOf, type MatchedBy, matchedByGroup, type Selector } from './selector.ts';

/** So many signed-in agents are logged out within the request; more become a job. */
export const mostAtOnce = 50;
/** Groups are looked up so many at a time, agents so many in one look-up. */
const width = 10;
const lookedUpAtOnce = 100;
/** Each group is looked up once; what takes more than so many further look-ups is more than a caller should wait for. */
const mostFurtherLookups = 40;

interface FoundAgents {
  /** Or, of those named, may come back to the session just left. */
  readonly signedIn: ReadonlyMap<string, MatchedBy>;
  /** Named by id, but not signed in or not known. */
  readonly signedOut: readonly { readonly agentId: string; readonly agent: Agent | undefined }[];
}

/** Everybody the selector means, unless more of them than `mostAtOnce` are signed in. */
export async function findFew(
  directory: AgentDirectory,
  instanceId: string,
  selector: Selector,
): Promise<FoundAgents | 'many'> {
  const signedIn = new Map<string, MatchedBy>();
  const signedOut: { agentId: string; agent: Agent | undefined }[] = [];
  const isMany = () => signedIn.size > mostAtOnce;

  const agentIds = [...new Set(selector.agentIds)];
  for (let start = 0; start < agentIds.length; start += lookedUpAtOnce) {
    const named = agentIds.slice(start, start + lookedUpAtOnce);
    const agents = new Map((await directory.find(instanceId, named)).map((agent) => [agent.agentId, agent]));
    for (const agentId of named) {
      const agent = agents.get(agentId);
      // Whoever has just left may be about to come back.
      if (isSignedIn(agent) || agent?.leftSession) signedIn.set(agentId, { agentId });
      else signedOut.push({ agentId, agent });
    }
    if (isMany()) return 'many';
  }

  const groups = groupsOf(selector);
  const page = { limit: lookedUpAtOnce };
  const firstPages = await inParallel(groups, width, (group) => directory.signedIn(instanceId, group, page));
  let lookups = 0;
  for (const [index, first] of allFulfilled(firstPages, 'look-ups').entries()) {
    const group = groups[index];
    if (!group) break;
    let found: AgentIdPage = first;
    for (;;) {
      for (const agentId of found.agentIds) if (!signedIn.has(agentId)) signedIn.set(agentId, matchedByGroup(group));
      if (isMany()) return 'many';
      if (found.cursor === undefined) break;
      if (lookups === mostFurtherLookups) return 'many';
      lookups += 1;
      found = await directory.signedIn(instanceId, group, { ...page, cursor: found.cursor });
    }
  }
  return { signedIn, signedOut };
}
