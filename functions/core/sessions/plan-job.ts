import type { Commit } from '../commit.ts';
import type { JobEvent } from './events.ts';
import type { FinishJob } from './finish-job.ts';
import { beginJob, failJob, type JobKey, type LogoutJob, planJob } from './logout-job.ts';
import type {
  AgentDirectory,
  AgentIdPage,
  ChunkAgent,
  Found,
  JobPage,
  LogoutJobPlan,
  LogoutMessage,
  LogoutQueue,
} from './ports.ts';
import { groupsOf, matchedByGroup, type Selector } from './selector.ts';

/** Agents on a page: 49 chunks and the message that plans the next page are five full batches of ten messages. */
export const pageSize = 4_900;
export const chunkSize = 100;
/** Look-ups for a page; a large team of whom few are signed in gives a short page rather than a long wait. */
const lookupsPerPage = 100;

interface Ports {
  readonly plan: LogoutJobPlan;
  readonly directory: AgentDirectory;
  readonly queue: LogoutQueue;
  readonly commitJob: Commit<JobKey, LogoutJob, JobEvent>;
  readonly finishJob: FinishJob;
}

export type PlanMessage = Extract<LogoutMessage, { type: 'plan' }>;

/**
 * Finds one page of a job's agents, and sends them off in chunks together with the message that plans the next page.
 *
 * Once written a page stands: a message delivered again sends the same chunks again, however the centre has changed,
 * and chunks sent twice are told by their receipts.
 */
export function makePlanJob({ plan, directory, queue, commitJob, finishJob }: Ports, agentsPerPage = pageSize) {
  return async (message: PlanMessage): Promise<void> => {
    const key: JobKey = { instanceId: message.instanceId, jobId: message.jobId };
    if (message.page === 0) await commitJob(key, beginJob, 'redelivery');
    const standing = await plan.page(key, message.page);
    const page = await plan.addPage(
      key,
      standing ?? (await findPage(listsOf(directory, key, await plan.selector(key)), message, agentsPerPage)),
    );
    const next = page.next && ({ type: 'plan', ...key, page: page.page + 1, from: page.next } as const);
    await queue.send([...chunksOf(key, page), ...(next ? [next] : [])]);
    if (next) return;
    await commitJob(key, (job) => planJob(job, page.page + 1), 'redelivery');
    await finishJob(key);
  };
}

/** What is done when a page could not be planned however often it was tried. */
export function makeAbandonJob({ commitJob }: Pick<Ports, 'commitJob'>) {
  return async ({ instanceId, jobId }: PlanMessage, failure: string): Promise<void> => {
    await commitJob({ instanceId, jobId }, (job, now) => failJob(job, failure, now), 'redelivery');
  };
}

/** One list of a selector, read piece by piece. */
interface AgentList {
  readonly by: Found['by'];
  read(limit: number, after: string | undefined): Promise<AgentIdPage>;
}

/** The ids, each once, then teams and ranges, without those who were named by id as well. */
function listsOf(directory: AgentDirectory, { instanceId }: JobKey, selector: Selector): readonly AgentList[] {
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

async function findPage(
  lists: readonly AgentList[],
  { page, from }: Pick<PlanMessage, 'page' | 'from'>,
  agentsPerPage: number,
): Promise<JobPage> {
  const found: Found[] = [];
  const seen = new Set<string>();
  let { list: index, after } = from;
  let room = agentsPerPage;
  for (let lookups = 0; lookups < lookupsPerPage && room > 0; lookups += 1) {
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

function chunksOf(key: JobKey, { page, found }: JobPage): LogoutMessage[] {
  const agents = found.flatMap(({ by, agentIds }) =>
    agentIds.map((agentId): ChunkAgent => ({ agentId, matchedBy: by === 'agentIds' ? { agentId } : by })),
  );
  return Array.from({ length: chunkCount(agents.length) }, (_, chunk) => ({
    type: 'chunk',
    ...key,
    page,
    chunk,
    agents: agents.slice(chunk * chunkSize, (chunk + 1) * chunkSize),
  }));
}

/** How many chunks so many agents make. */
export const chunkCount = (agents: number) => Math.ceil(agents / chunkSize);
