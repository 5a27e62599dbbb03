import { seconds } from '../instant.ts';
import type { Clock } from '../ports.ts';
import type { JobKey } from './logout-job.ts';
import type { AgentDirectory, AgentIdPage, Found, JobPage, PlanCursor } from './ports.ts';
import { groupsOf, matchedByGroup, type Selector } from './selector.ts';

/** A large team of whom few are signed in gives a short page rather than a worker who runs out of time. */
const lookupsPerPage = 100;
const longestSearch = seconds(10);

/** One list of a selector, read piece by piece. */
interface AgentList {
  readonly by: Found['by'];
  read(limit: number, after: string | undefined): Promise<AgentIdPage>;
}

/** The ids, each once, then teams and ranges, without those who were named by id as well. */
export function listsOf(directory: AgentDirectory, { instanceId }: JobKey, selector: Selector): readonly AgentList[] {
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

/** Finds the agents of one page, beginning where the page before has ended. */
export async function findPage(
  lists: readonly AgentList[],
  { page, from }: { readonly page: number; readonly from: PlanCursor },
  { agentsPerPage, clock }: { readonly agentsPerPage: number; readonly clock: Clock },
): Promise<JobPage> {
  const end = clock.now() + longestSearch;
  const found: Found[] = [];
  const seen = new Set<string>();
  let { list: index, after } = from;
  let room = agentsPerPage;
  for (let lookups = 0; lookups < lookupsPerPage && room > 0; lookups += 1) {
    if (lookups > 0 && clock.now() >= end) break;
    const list = lists[index];
    if (!list) return { page, found };
    const { agentIds: read, cursor } = await list.read(room, after);
    // Twice on a page may be twice in a chunk, where the second would be counted like a repetition of the first.
    const agentIds = read.filter((agentId) => !seen.has(agentId));
    for (const agentId of agentIds) seen.add(agentId);
    if (agentIds.length > 0) found.push({ by: list.by, agentIds });
    room -= agentIds.length;
    after = cursor;
    if (cursor === undefined) index += 1;
  }
  return { page, found, ...(index < lists.length && { next: { list: index, ...(after !== undefined && { after }) } }) };
}
