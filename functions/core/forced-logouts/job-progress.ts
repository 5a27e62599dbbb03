import type { Backends } from '../agents/backend.ts';
import type { Instant } from '../instant.ts';
import type { Clock } from '../ports.ts';
import { type ChangeJob, completeJob, isFinished, type JobKey, type LogoutJob } from './logout-job.ts';
import { expectedEnd } from './pacing.ts';
import type {
  AgentResultPage,
  LogoutJobPlan,
  LogoutJobReceipts,
  LogoutJobStore,
  LogoutQueue,
  PageTally,
} from './ports.ts';
import { type JobCounts, sumCounts } from './result.ts';
import { laterLooks } from './second-look.ts';
import { groupsOnly, hasGroups } from './selector.ts';

interface Ports {
  readonly jobs: LogoutJobStore;
  readonly receipts: LogoutJobReceipts;
}

interface FinishPorts extends Ports {
  readonly plan: LogoutJobPlan;
  readonly queue: LogoutQueue;
  readonly changeJob: ChangeJob;
}

const unchanged = (state: LogoutJob | undefined) => ({ state, events: [], outcome: undefined });

/** @returns the job as it was found */
export type FinishJob = (key: JobKey) => Promise<LogoutJob | undefined>;

/**
 * Completes the job if nothing of it is left to do. Called after every receipt and after the last page was planned: both
 * read what is stored after their own write, so the later one sees everything. If both do, the job completes once.
 *
 * A job that looks for agents by teams or ranges looks them up a second time before it completes, when the index has
 * caught up with the request, and a last time afterwards (`laterLooks`), for clients that were just loading a page. A
 * scheduled job may have found nobody at first.
 */
export function makeFinishJob({ jobs, plan, receipts, queue, changeJob }: FinishPorts): FinishJob {
  return async (key) => {
    const job = (await jobs.load(key))?.state;
    await finish(key, job);
    return job;
  };

  async function finish(key: JobKey, job: LogoutJob | undefined): Promise<void> {
    // An earlier attempt may have stopped before its event was published.
    if (job && isFinished(job)) return changeJob(key, unchanged, { delivery: 'repeated' });
    if (job?.progress.status !== 'running') return;
    const { progress } = job;
    if (progress.pages === undefined) return;
    const tallies = await receipts.tallies(key);
    const isDone =
      tallies.length === progress.pages && tallies.every(({ chunks, chunksDone }) => chunks === chunksDone);
    if (!isDone) return;
    const counts = sumCounts(tallies.map((tally) => tally.counts));
    const selector = groupsOnly(await plan.selector(key));
    if (hasGroups(selector)) {
      const { timing, order, startedAt } = job;
      const [second, last] = laterLooks;
      if (!progress.again) {
        const secondPass = { type: 'plan', ...key, page: progress.pages, from: { list: 0, again: true } } as const;
        return queue.send([secondPass], startedAt + second);
      }
      const ofJob = { ...order, jobId: key.jobId };
      const look = { instanceId: key.instanceId, selector, timing, order: ofJob, requestedAt: startedAt };
      await queue.send([{ type: 'look', ...look, from: { list: 0 } }], startedAt + last);
    }
    await changeJob(key, (state, now) => completeJob(state, counts, now), { delivery: 'repeated' });
  }
}

export interface LogoutJobReport {
  readonly job: LogoutJob;
  /** While the job runs, `matched` counts the agents found so far, and the others those processed. */
  readonly counts: JobCounts;
  /** When it will end. @default - its agents are not all found, it has ended, or no backend limits its pace */
  readonly expectedEndAt?: Instant;
}

interface ReportPorts extends Ports {
  readonly backends: Backends;
  readonly clock: Clock;
}

/** Reads the progress of a job. */
export function makeGetLogoutJob(ports: ReportPorts) {
  const report = makeReportJob(ports);
  return async (key: JobKey): Promise<LogoutJobReport | undefined> => {
    const job = (await ports.jobs.load(key))?.state;
    return job && report(job);
  };
}

/** Counts the agents of a job. */
export function makeReportJob({ receipts, backends, clock }: ReportPorts) {
  return async (job: LogoutJob): Promise<LogoutJobReport> => {
    const key = { instanceId: job.instanceId, jobId: job.jobId };
    if (job.progress.status === 'completed') return { job, counts: job.progress.counts };
    const tallies = await receipts.tallies(key);
    const counts = sumCounts(tallies.map((tally) => tally.counts));
    const left = sum(tallies.map(waiting));
    const pace = backends(key.instanceId)?.pace;
    const done = sum(tallies.map(({ agentsDone }) => agentsDone));
    const areAllFound = job.progress.status === 'running' && job.progress.pages !== undefined;
    return {
      job,
      counts: { ...counts, matched: counts.matched + left },
      ...(pace &&
        areAllFound && { expectedEndAt: expectedEnd({ done, left, startedAt: job.startedAt }, pace, clock.now()) }),
    };
  };
}

const waiting = ({ agents, agentsDone }: PageTally) => agents - agentsDone;
const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);

export interface LogoutResults extends AgentResultPage {
  /** Whether every agent of the job has a result. Until then, agents who are being processed may be missing. */
  readonly complete: boolean;
  /** Who asked for the job. */
  readonly requestedBy: string;
}

/** Lists the result of each agent of a job, as far as the job has come; `undefined` when there is no such job. */
export function makeListLogoutResults({ jobs, receipts }: Ports) {
  return async (key: JobKey, page: { limit: number; cursor?: string }): Promise<LogoutResults | undefined> => {
    const job = (await jobs.load(key))?.state;
    if (!job) return undefined;
    return { ...(await receipts.results(key, page)), complete: isFinished(job), requestedBy: job.order.requestedBy };
  };
}

/** The agents of a job for whom every attempt failed. Results are only read if there is one. */
export async function failedAgents(receipts: LogoutJobReceipts, key: JobKey): Promise<ReadonlySet<string>> {
  const failed = new Set<string>();
  if (sum((await receipts.tallies(key)).map(({ counts }) => counts.failed)) === 0) return failed;
  let cursor: string | undefined;
  do {
    const page = await receipts.results(key, { limit: 1_000, ...(cursor !== undefined && { cursor }) });
    for (const { agentId, outcome } of page.results) if (outcome === 'failed') failed.add(agentId);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return failed;
}
