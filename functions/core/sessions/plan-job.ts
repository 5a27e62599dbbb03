import type { Commit } from '../commit.ts';
import type { Clock, Report } from '../ports.ts';
import type { JobEvent } from './events.ts';
import { findPage, listsOf } from './find-page.ts';
import type { FinishJob } from './finish-job.ts';
import { beginJob, failJob, isFinished, type JobKey, type LogoutJob, planJob } from './logout-job.ts';
import type {
  AgentDirectory,
  ChunkAgent,
  JobPage,
  LogoutJobPlan,
  LogoutJobStore,
  LogoutMessage,
  LogoutQueue,
} from './ports.ts';

/** Agents on a page: 49 chunks and the message that plans the next page are five full batches of ten messages. */
export const pageSize = 4_900;
export const chunkSize = 100;

interface Ports {
  readonly jobs: LogoutJobStore;
  readonly plan: LogoutJobPlan;
  readonly directory: AgentDirectory;
  readonly queue: LogoutQueue;
  readonly commitJob: Commit<JobKey, LogoutJob, JobEvent>;
  readonly finishJob: FinishJob;
  readonly clock: Clock;
  readonly report: Report;
}

export type PlanMessage = Extract<LogoutMessage, { type: 'plan' }>;

/**
 * Finds one page of a job's agents, and sends them off in chunks together with the message that plans the next page.
 *
 * Once written a page stands: a message delivered again sends the same chunks again, however the centre has changed,
 * and chunks sent twice are told by their receipts. If the agents cannot be looked up on the last attempt either, the
 * job has failed; any other fault is thrown, for what stands is only to be sent again.
 */
export function makePlanJob(ports: Ports, agentsPerPage = pageSize) {
  const { jobs, plan, queue, clock, commitJob, finishJob, report } = ports;

  return async (message: PlanMessage, { lastAttempt }: { lastAttempt: boolean }): Promise<void> => {
    const key: JobKey = { instanceId: message.instanceId, jobId: message.jobId };
    const job = (await jobs.load(key))?.state;
    if (!job) return;
    if (isFinished(job)) return finishJob(key);
    if (message.page === 0) await commitJob(key, beginJob, 'redelivery');
    const found = (await plan.page(key, message.page)) ?? (await find(key, message, lastAttempt));
    if (!found) return;
    const page = await plan.addPage(key, found);
    const next = page.next && ({ type: 'plan', ...key, page: page.page + 1, from: page.next } as const);
    await queue.send([...chunksOf(key, page), ...(next ? [next] : [])]);
    if (next) return;
    await commitJob(key, (state) => planJob(state, page.page + 1), 'redelivery');
    await finishJob(key);
  };

  async function find(key: JobKey, message: PlanMessage, lastAttempt: boolean): Promise<JobPage | undefined> {
    try {
      const lists = listsOf(ports.directory, key, await plan.selector(key));
      return await findPage(lists, message, { agentsPerPage, clock });
    } catch (error) {
      if (!lastAttempt) throw error;
      report(`The agents of job ${key.jobId} could not be looked up`, error);
      const failure = 'Its agents could not be looked up';
      await commitJob(key, (job, now) => failJob(job, failure, now), 'lastDelivery');
      return undefined;
    }
  }
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
