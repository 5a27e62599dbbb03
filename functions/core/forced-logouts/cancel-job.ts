import type { Backends } from '../agents/backend.ts';
import type { Canceller } from '../agents/logout-order.ts';
import type { AgentDirectory } from '../agents/ports.ts';
import type { TakeBackLogout } from '../agents/take-back.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import { seconds } from '../instant.ts';
import type { Clock, Report } from '../ports.ts';
import { findPage, listsOf } from './find-agents.ts';
import { type ChangeJob, cancelJob, type JobKey, type LogoutJob } from './logout-job.ts';
import { chunkSizeAt } from './pacing.ts';
import { chunksOf, firstPage, type PlanMessage } from './plan-job.ts';
import type { LogoutJobPlan, LogoutJobReceipts, LogoutJobStore, LogoutQueue } from './ports.ts';
import { sumCounts } from './result.ts';

interface CancelPorts {
  readonly jobs: LogoutJobStore;
  readonly receipts: LogoutJobReceipts;
  readonly queue: LogoutQueue;
  readonly changeJob: ChangeJob;
  readonly clock: Clock;
  readonly report: Report;
}

/** By then whatever was under way when the job was cancelled has been done, and is looked for once more. */
const looksAgainAfter = seconds(15);

/**
 * Cancels a job, whatever has become of it: chunks that were not begun do nothing, and the logouts of the job that wait are
 * taken back in the background. A repeat does the latter again.
 */
export function makeCancelJob({ jobs, receipts, queue, changeJob, clock, report }: CancelPorts) {
  return async (key: JobKey, by: Canceller): Promise<{ readonly type: 'cancelled' | 'unknownJob' }> => {
    if (!(await jobs.load(key))) return { type: 'unknownJob' };
    const counts = sumCounts((await receipts.tallies(key)).map((tally) => tally.counts));
    await changeJob(key, (job, now) => cancelJob(job, { counts, ...by }, now));
    try {
      await queue.send([firstPage(key)]);
      await queue.send([firstPage(key)], clock.now() + looksAgainAfter);
    } catch (error) {
      report('The logouts of a cancelled job are not taken back yet; its wake-up does it', error);
    }
    return { type: 'cancelled' };
  };
}

interface TakeBackPorts {
  readonly directory: AgentDirectory;
  readonly plan: LogoutJobPlan;
  readonly queue: LogoutQueue;
  readonly backends: Backends;
  readonly takeBack: TakeBackLogout;
  readonly clock: Clock;
}

/** Agents read at once, and how many of them are changed at the same time. */
const readAtOnce = 100;
const width = 20;
const agentsPerPage = 500;

function cancellerOf({ progress, order }: LogoutJob): Canceller {
  if (progress.status !== 'cancelled') return { cancelledBy: order.requestedBy };
  const { cancelledBy, cancelledFrom } = progress;
  return { cancelledBy, ...(cancelledFrom && { cancelledFrom }) };
}

/** Takes back what waits of a cancelled job. Every part can be repeated. */
export function makeTakeBackJob({ directory, plan, queue, backends, takeBack, clock }: TakeBackPorts) {
  /** Of these agents. */
  async function ofAgents(job: LogoutJob, agentIds: readonly string[]): Promise<void> {
    const { instanceId, jobId } = job;
    const by = cancellerOf(job);
    const isMeant = ({ order }: { readonly order: { readonly jobId?: number } }) => order.jobId === jobId;
    for (let start = 0; start < agentIds.length; start += readAtOnce) {
      const { agents } = await directory.find(instanceId, agentIds.slice(start, start + readAtOnce));
      const waiting = agents.filter(({ session }) => session?.pendingLogout && isMeant(session.pendingLogout));
      const what = { isMeant, why: { cause: 'cancelled', ...by }, lane: 'job' } as const;
      const taken = await inParallel(waiting, width, ({ agentId }) => takeBack({ instanceId, agentId }, what));
      allFulfilled(taken, 'logouts');
    }
  }

  return {
    ofAgents,

    /**
     * Of everybody whom the job has found, who may be in other teams by now, and of everybody whom it may yet have found when it
     * was cancelled, page by page.
     */
    async page(job: LogoutJob, { page, from }: PlanMessage): Promise<void> {
      const { instanceId, jobId } = job;
      const key = { instanceId, jobId };
      const planned = await plan.page(key, page);
      if (planned) await queue.send(chunksOf(key, planned));
      const pace = backends(instanceId)?.pace;
      const lists = listsOf(directory, instanceId, await plan.selector(key));
      const most = pace ? chunkSizeAt(pace) : agentsPerPage;
      const { found, next = planned && { list: lists.length } } = await findPage(
        lists,
        { page: 0, from },
        { agentsPerPage: most, clock },
      );
      await ofAgents(
        job,
        found.flatMap(({ agentIds }) => agentIds),
      );
      if (next) await queue.send([{ type: 'plan', ...key, page: page + 1, from: next }]);
    },
  };
}

export type TakeBackJob = ReturnType<typeof makeTakeBackJob>;
