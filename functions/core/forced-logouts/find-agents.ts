import { type Agent, isSignedIn } from '../agents/agent.ts';
import type { AgentDirectory, AgentIdPage } from '../agents/ports.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import { type Instant, seconds } from '../instant.ts';
import type { Clock } from '../ports.ts';
import type { Found, JobPage, PlanCursor } from './ports.ts';
import { isLimited, judge } from './selection.ts';
import { groupsOf, groupsOnly, type Selector } from './selector.ts';

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
  const ids: AgentList = {
    by: selector.conditions ? 'agentIdsOnConditions' : 'agentIds',
    read: async (limit, after) => slice([...named], limit, after),
  };
  const groups = groupsOf(selector).map(
    ({ group, by }): AgentList => ({
      by,
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

/**
 * The same lists, where only agents are named who fulfil the conditions by what is stored: their chunks have little else to
 * do, and a backend is not asked for the others.
 */
export function listsOnConditions(
  directory: AgentDirectory,
  instanceId: string,
  { selector, clock, requestedAt }: { selector: Selector; clock: Clock; requestedAt: Instant },
): readonly AgentList[] {
  const isMatched = (agent: Agent) => {
    const { type } = judge(selector, agent, { now: clock.now(), requestedAt });
    return type === 'selected' || type === 'skipped';
  };
  const excluded = new Set(selector.conditions?.exclude?.agentIds);
  return listsOf(directory, instanceId, selector).map(({ by, read }) => ({
    by,
    async read(limit, after) {
      const page = await read(Math.min(limit, readAtOnce * lookedUpAtOnce), after);
      const asked = page.agentIds.filter((agentId) => !excluded.has(agentId));
      const { agents, unreadable } = await readAll(directory, instanceId, asked);
      const known = new Map(agents.map((agent) => [agent.agentId, agent]));
      const kept = asked.filter((agentId) => {
        const agent = known.get(agentId);
        if (agent) return isMatched(agent);
        return unreadable.includes(agentId) || by === 'agentIdsOnConditions';
      });
      return { ...page, agentIds: kept };
    },
  }));
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

/** Look-ups of agents at the same time, and agents in each. */
const readAtOnce = 5;
const lookedUpAtOnce = 100;

/** The agents themselves, a hundred in each look-up. */
async function readAll(directory: AgentDirectory, instanceId: string, agentIds: readonly string[]) {
  const parts = Array.from({ length: Math.ceil(agentIds.length / lookedUpAtOnce) }, (_, n) =>
    agentIds.slice(n * lookedUpAtOnce, (n + 1) * lookedUpAtOnce),
  );
  const found = await inParallel(parts, readAtOnce, (part) => directory.find(instanceId, part));
  const read = allFulfilled(found, 'look-ups');
  return { agents: read.flatMap(({ agents }) => agents), unreadable: read.flatMap(({ unreadable }) => unreadable) };
}

interface SecondPass {
  readonly instanceId: string;
  readonly selector: Selector;
  readonly jobId: number;
  readonly requestedAt: Instant;
  readonly clock: Clock;
  /** Agents who have a result and no mark, because every attempt failed. */
  readonly failed: ReadonlySet<string>;
}

/**
 * The teams and ranges once more, for agents who were signed in at the time of the request and whom the index did not show:
 * those whom the job has reached, and those who have signed in since, are left out. Of agents who cannot be read only a
 * `failed` result shows that the job has reached them.
 */
export function listsOfSecondPass(directory: AgentDirectory, pass: SecondPass): readonly AgentList[] {
  const { instanceId, selector, jobId, requestedAt, failed, clock } = pass;
  const isMissed = (agent: Agent) =>
    isSignedIn(agent) &&
    agent.session.signedInAt <= requestedAt &&
    judge(selector, agent, { now: clock.now(), requestedAt }).type === 'selected' &&
    !failed.has(agent.agentId) &&
    !agent.logoutMarks.some((mark) => mark.jobId === jobId);
  return listsOf(directory, instanceId, groupsOnly(selector)).map(({ by, read }) => ({
    by,
    async read(limit, after) {
      const page = await read(Math.min(limit, readAtOnce * lookedUpAtOnce), after);
      const { agents, unreadable } = await readAll(directory, instanceId, page.agentIds);
      const missed = agents.filter(isMissed).map(({ agentId }) => agentId);
      const unknown = isLimited(selector) ? [] : unreadable.filter((agentId) => !failed.has(agentId));
      return { ...page, agentIds: [...missed, ...unknown] };
    },
  }));
}
