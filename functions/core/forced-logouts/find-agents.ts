import { type Agent, isSignedIn } from '../agents/agent.ts';
import type { AgentDirectory, AgentIdPage } from '../agents/ports.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import { type Instant, seconds } from '../instant.ts';
import type { Clock } from '../ports.ts';
import type { Found, JobPage, PlanCursor } from './ports.ts';
import { groupsOf, groupsOnly, type MatchedBy, matchedByGroup, type Selector, selects } from './selector.ts';

/** Groups looked up at the same time, and agents in one look-up. */
const width = 10;
const lookedUpAtOnce = 100;
/** Each group is looked up once. More further look-ups than this would keep the caller waiting for too long. */
const mostFurtherLookups = 40;

export interface FoundAgents {
  /** Signed in, as far as the directory knows. */
  readonly signedIn: ReadonlyMap<string, MatchedBy>;
  /** Named by id, but not signed in or not known. */
  readonly signedOut: readonly { readonly agentId: string; readonly agent: Agent | undefined }[];
  /** Teams in which nobody is signed in. */
  readonly emptyTeamIds: readonly string[];
}

/**
 * Every agent the selector matches, unless more than `most` of them are signed in. What an index says is enough for those
 * who are few, because each is decided about by itself; before they count as many, the agents themselves are read.
 */
export async function findFew(
  directory: AgentDirectory,
  instanceId: string,
  selector: Selector,
  most: number,
): Promise<FoundAgents | 'many'> {
  const signedIn = new Map<string, MatchedBy>();
  const signedOut: { agentId: string; agent: Agent | undefined }[] = [];
  const checked = new Set<string>();
  const isMany = async () => {
    if (signedIn.size <= most) return false;
    const unchecked = [...signedIn.keys()].filter((agentId) => !checked.has(agentId));
    for (let start = 0; start < unchecked.length; start += lookedUpAtOnce) {
      const asked = unchecked.slice(start, start + lookedUpAtOnce);
      const { agents, unreadable } = await directory.find(instanceId, asked);
      const matched = agents.filter((agent) => isSignedIn(agent) && selects(selector, agent));
      const present = new Set([...matched.map(({ agentId }) => agentId), ...unreadable]);
      for (const agentId of asked) {
        if (present.has(agentId)) checked.add(agentId);
        else signedIn.delete(agentId);
      }
    }
    return signedIn.size > most;
  };

  const agentIds = [...new Set(selector.agentIds)];
  for (let start = 0; start < agentIds.length; start += lookedUpAtOnce) {
    const named = agentIds.slice(start, start + lookedUpAtOnce);
    const found = await directory.find(instanceId, named);
    const agents = new Map(found.agents.map((agent) => [agent.agentId, agent]));
    const unreadable = new Set(found.unreadable);
    for (const agentId of named) {
      const agent = agents.get(agentId);
      // An agent who cannot be read may be signed in: the attempt to change the agent shows the fault.
      if (isSignedIn(agent) || unreadable.has(agentId)) {
        signedIn.set(agentId, { agentId });
        checked.add(agentId);
      } else signedOut.push({ agentId, agent });
    }
    if (await isMany()) return 'many';
  }

  const groups = groupsOf(selector);
  const page = { limit: lookedUpAtOnce };
  const firstPages = await inParallel(groups, width, (group) => directory.signedIn(instanceId, group, page));
  const emptyTeamIds = new Set(selector.teamIds);
  let lookups = 0;
  for (const [index, first] of allFulfilled(firstPages, 'look-ups').entries()) {
    const group = groups[index];
    if (!group) break;
    let found: AgentIdPage = first;
    for (;;) {
      if ('teamId' in group && found.agentIds.length > 0) emptyTeamIds.delete(group.teamId);
      for (const agentId of found.agentIds) if (!signedIn.has(agentId)) signedIn.set(agentId, matchedByGroup(group));
      if (await isMany()) return 'many';
      if (found.cursor === undefined) break;
      if (lookups === mostFurtherLookups) return 'many';
      lookups += 1;
      found = await directory.signedIn(instanceId, group, { ...page, cursor: found.cursor });
    }
  }
  return { signedIn, signedOut, emptyTeamIds: [...emptyTeamIds] };
}

/** A large team of which few agents are signed in gives a short page, so that the worker does not run out of time. */
const lookupsPerPage = 100;
const longestSearch = seconds(10);

/** One list of a selector, read piece by piece. */
interface AgentList {
  readonly by: Found['by'];
  read(limit: number, after: string | undefined): Promise<AgentIdPage>;
}

/** The ids, each once, then teams and ranges without the agents that are named by id as well. */
export function listsOf(directory: AgentDirectory, instanceId: string, selector: Selector): readonly AgentList[] {
  const named = new Set(selector.agentIds);
  const ids: AgentList = { by: 'agentIds', read: async (limit, after) => slice([...named], limit, after) };
  const groups = groupsOf(selector).map(
    (group): AgentList => ({
      by: matchedByGroup(group),
      read: async (limit, after) => {
        const page = await directory.signedIn(instanceId, group, {
          limit,
          ...(after !== undefined && { cursor: after }),
        });
        return { ...page, agentIds: page.agentIds.filter((agentId) => !named.has(agentId)) };
      },
    }),
  );
  return [ids, ...groups];
}

function slice(agentIds: readonly string[], limit: number, after = '0'): AgentIdPage {
  const end = Number(after) + limit;
  return { agentIds: agentIds.slice(Number(after), end), ...(end < agentIds.length && { cursor: String(end) }) };
}

/** Finds the agents of one page of a job, beginning where the page before ended. */
export async function findPage(
  lists: readonly AgentList[],
  { page, from }: { readonly page: number; readonly from: PlanCursor },
  { agentsPerPage, clock }: { readonly agentsPerPage: number; readonly clock: Clock },
): Promise<JobPage> {
  const end = clock.now() + longestSearch;
  const found: Found[] = [];
  const seen = new Set<string>();
  let { list: index, after, ...pass } = from;
  let room = agentsPerPage;
  for (let lookups = 0; lookups < lookupsPerPage && room > 0; lookups += 1) {
    if (lookups > 0 && clock.now() >= end) break;
    const list = lists[index];
    if (!list) return { page, found };
    const { agentIds: read, cursor } = await list.read(room, after);
    // An agent that is twice on a page could be twice in a chunk, and there the second would look like a repetition.
    const agentIds = read.filter((agentId) => !seen.has(agentId));
    for (const agentId of agentIds) seen.add(agentId);
    if (agentIds.length > 0) found.push({ by: list.by, agentIds });
    room -= agentIds.length;
    after = cursor;
    if (cursor === undefined) index += 1;
  }
  return {
    page,
    found,
    ...(index < lists.length && { next: { list: index, ...(after !== undefined && { after }), ...pass } }),
  };
}

/** Agents of a second pass that are read at the same time. */
const readAtOnce = 5;

interface SecondPass {
  readonly instanceId: string;
  readonly selector: Selector;
  readonly jobId: number;
  readonly requestedAt: Instant;
  /** Agents who have a result and no mark, because every attempt failed. */
  readonly failed: ReadonlySet<string>;
}

/**
 * The teams and ranges once more, for agents who were signed in at the time of the request and whom the index did not show:
 * those whom the job has reached, and those who have signed in since, are left out. Of agents who cannot be read only a
 * `failed` result shows that the job has reached them.
 */
export function listsOfSecondPass(directory: AgentDirectory, pass: SecondPass): readonly AgentList[] {
  const { instanceId, selector, jobId, requestedAt, failed } = pass;
  const isMissed = (agent: Agent) =>
    isSignedIn(agent) &&
    agent.session.signedInAt <= requestedAt &&
    selects(selector, agent) &&
    !failed.has(agent.agentId) &&
    !agent.logoutMarks.some((mark) => mark.jobId === jobId);
  return listsOf(directory, instanceId, groupsOnly(selector)).map(({ by, read }) => ({
    by,
    async read(limit, after) {
      const page = await read(Math.min(limit, readAtOnce * lookedUpAtOnce), after);
      const parts = Array.from({ length: Math.ceil(page.agentIds.length / lookedUpAtOnce) }, (_, n) =>
        page.agentIds.slice(n * lookedUpAtOnce, (n + 1) * lookedUpAtOnce),
      );
      const found = await inParallel(parts, readAtOnce, (part) => directory.find(instanceId, part));
      const missed = allFulfilled(found, 'look-ups').flatMap(({ agents, unreadable }) => [
        ...agents.filter(isMissed).map(({ agentId }) => agentId),
        ...unreadable.filter((agentId) => !failed.has(agentId)),
      ]);
      return { ...page, agentIds: missed };
    },
  }));
}
