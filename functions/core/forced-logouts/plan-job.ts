import type { Backends } from '../agents/backend.ts';
import type { AgentDirectory } from '../agents/ports.ts';
import type { Clock, Report } from '../ports.ts';
import { findPage, listsOf, listsOfSecondPass, listsOnConditions } from './find-agents.ts';
import { type FinishJob, failedAgents } from './job-progress.ts';
import {
  beginJob,
  beginSecondPass,
  type ChangeJob,
  createJob,
  failJob,
  isCancelled,
  isFinished,
  type JobKey,
  type LogoutJob,
  type NewRequest,
  planJob,
  sendPage,
  sentPagesOf,
} from './logout-job.ts';
import { chunkSize, chunkSizeAt, pageSizeAt } from './pacing.ts';
import type {
  ChunkAgent,
  ChunkKey,
  JobPage,
  LogoutJobPlan,
  LogoutJobReceipts,
  LogoutJobStore,
  LogoutMessage,
  LogoutQueue,
} from './ports.ts';
import { summaryOf } from './request-events.ts';
import type { Selector } from './selector.ts';

/** Agents on a page: 49 chunks and the message that plans the next page are five full batches of ten messages. */
export const pageSize = 4_900;

interface StartPorts {
  readonly jobs: LogoutJobStore;
  readonly plan: LogoutJobPlan;
  readonly queue: LogoutQueue;
  readonly changeJob: ChangeJob;
  readonly report: Report;
}

/** The message that sends the chunks of a job from this place on, as fast as a backend takes them. */
export const sendFrom = (key: JobKey, from: ChunkKey): LogoutMessage => ({ type: 'send', ...key, ...from });

export const firstPage = (key: JobKey): LogoutMessage => ({ type: 'plan', ...key, page: 0, from: { list: 0 } });

/**
 * Creates a job and sends it to the queue. All attempts at a request share a number, so they create one job. The selector is
 * stored before the job, and so is the job's wake-up: once the job exists it will be planned, if not because of the message sent
 * here then because of the wake-up a minute later.
 */
export function makeStartJob({ jobs, plan, queue, changeJob, report }: StartPorts) {
  return async (instanceId: string, selector: Selector, { attempt, ...request }: NewRequest): Promise<JobKey> => {
    const key = { instanceId, jobId: attempt?.reserved ?? (await newNumber(instanceId, attempt)) };
    await plan.putSelector(key, selector, request.startsAt);
    const asked = { ...request, selection: summaryOf(selector) };
    await changeJob(key, (existing, now) => createJob(existing, key, asked, now));
    if (request.startsAt === undefined) await sendFirst(key);
    return key;
  };

  async function sendFirst(key: JobKey): Promise<void> {
    try {
      await queue.send([firstPage(key)]);
    } catch (error) {
      report('The job is created but not sent to the queue; its wake-up will send it', error);
    }
  }

  async function newNumber(instanceId: string, attempt: NewRequest['attempt']): Promise<number> {
    const number = await jobs.nextJobId(instanceId);
    return attempt ? attempt.reserve(number) : number;
  }
}

interface PlanPorts extends StartPorts {
  readonly receipts: LogoutJobReceipts;
  readonly directory: AgentDirectory;
  readonly backends: Backends;
  readonly finishJob: FinishJob;
  /** Takes back what waits of a cancelled job. */
  readonly takeBackJob: { page(job: LogoutJob, message: PlanMessage): Promise<void> };
  readonly clock: Clock;
}

export type PlanMessage = Extract<LogoutMessage, { type: 'plan' }>;

/**
 * Finds one page of a job's agents, and sends them to the queue in chunks, together with the message that plans the next page.
 * Of a job that was cancelled, it takes back what waits instead. Where a backend limits the pace, all pages are found first,
 * and their chunks are then sent in portions.
 *
 * A page is written once: a message delivered again sends the same chunks again, whatever has changed in the meantime, and
 * repeated chunks are recognized by their receipts. Once all of a page is known to be sent, it is not sent again. If the agents
 * cannot be looked up on the last attempt either, the job has failed. Any other fault is thrown, because what is written only
 * has to be sent again. Planning has no events, and leaves that of the request to the job's wake-up if the bus did not take it:
 * agents are logged out all the same.
 */
export function makePlanJob(ports: PlanPorts, agentsPerPage = pageSize) {
  const { jobs, plan, queue, clock, changeJob, finishJob, takeBackJob, report } = ports;

  return async (message: PlanMessage, { lastAttempt }: { lastAttempt: boolean }): Promise<void> => {
    const key: JobKey = { instanceId: message.instanceId, jobId: message.jobId };
    const job = (await jobs.load(key))?.state;
    if (!job) return;
    if (isCancelled(job)) return message.from.again ? undefined : takeBackJob.page(job, message);
    if (isFinished(job)) return void (await finishJob(key));
    if (message.page < sentPagesOf(job)) return void (await finishJob(key));
    if (message.page === 0) await changeJob(key, beginJob);
    if (message.from.again) await changeJob(key, beginSecondPass);
    const found = (await plan.page(key, message.page)) ?? (await find(job, message, lastAttempt));
    if (!found) return;
    const page = await plan.addPage(key, found);
    const next = page.next && ({ type: 'plan', ...key, page: page.page + 1, from: page.next } as const);
    const isPaced = page.chunkSize !== undefined;
    const last = isPaced ? [sendFrom(key, firstChunk)] : [];
    await queue.send([...(isPaced ? [] : chunksOf(key, page)), ...(next ? [next] : last)]);
    const sentPages = page.page + 1;
    const record = (state: LogoutJob | undefined) => (next ? sendPage(state, sentPages) : planJob(state, sentPages));
    await changeJob(key, record);
    if (!next) await finishJob(key);
  };

  async function find(job: LogoutJob, message: PlanMessage, lastAttempt: boolean): Promise<JobPage | undefined> {
    const { instanceId, jobId, startedAt } = job;
    const key = { instanceId, jobId };
    const pace = ports.backends(instanceId)?.pace;
    try {
      const selector = await plan.selector(key);
      const lists = message.from.again
        ? listsOfSecondPass(ports.directory, {
            ...key,
            selector,
            requestedAt: startedAt,
            clock,
            failed: await failedAgents(ports.receipts, key),
          })
        : selector.conditions
          ? listsOnConditions(ports.directory, instanceId, { selector, clock, requestedAt: startedAt })
          : listsOf(ports.directory, instanceId, selector);
      const most = pace ? Math.min(pageSizeAt(pace), agentsPerPage) : agentsPerPage;
      const page = await findPage(lists, message, { agentsPerPage: most, clock });
      return { ...page, ...(pace && { chunkSize: chunkSizeAt(pace) }) };
    } catch (error) {
      if (!lastAttempt) throw error;
      report(`The agents of job ${jobId} could not be looked up`, error);
      const failure = 'Its agents could not be looked up';
      if (pace && message.page > 0) await queue.send([sendFrom(key, firstChunk)]);
      await changeJob(key, (state, now) => failJob(state, failure, now), { delivery: 'last' });
      return undefined;
    }
  }
}

const firstChunk: ChunkKey = { page: 0, chunk: 0 };

/** The work of a page. */
export function chunksOf(key: JobKey, { page, found, chunkSize: size = chunkSize }: JobPage): LogoutMessage[] {
  const agents = found.flatMap(({ by, agentIds }) =>
    agentIds.map((agentId): ChunkAgent => ({ agentId, matchedBy: typeof by === 'string' ? { agentId } : by })),
  );
  const isOnConditions = found.some(({ by }) => by === 'agentIdsOnConditions');
  return Array.from({ length: chunkCount(agents.length, size) }, (_, chunk) => ({
    type: 'chunk',
    ...key,
    page,
    chunk,
    agents: agents.slice(chunk * size, (chunk + 1) * size),
    ...(isOnConditions && { isOnConditions }),
  }));
}

/** How many chunks this many agents make. */
export const chunkCount = (agents: number, size = chunkSize) => Math.ceil(agents / size);
