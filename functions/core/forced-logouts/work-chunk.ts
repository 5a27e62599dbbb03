import type { Agent } from '../agents/agent.ts';
import type { AgentEvent } from '../agents/events.ts';
import type { LogoutOutcome } from '../agents/logout-order.ts';
import { type Decision, UnreadableItemError, withoutUnreadable } from '../change.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import type { Instant } from '../instant.ts';
import type { Report } from '../ports.ts';
import type { FinishJob } from './job-progress.ts';
import type { LogOutAgent } from './log-out-agent.ts';
import { type ForceLogout, forceLogoutIfSelected, jobsToForget } from './logout-decision.ts';
import type { JobKey, LogoutJob } from './logout-job.ts';
import { makeOtherJobs } from './other-jobs.ts';
import type { ChunkAgent, LogoutJobPlan, LogoutJobReceipts, LogoutJobStore, LogoutMessage } from './ports.ts';
import { type AgentResult, agentResult } from './result.ts';
import type { Selector } from './selector.ts';

/** Agents of a chunk that are processed at the same time. */
const width = 20;

interface Ports {
  readonly jobs: LogoutJobStore;
  readonly plan: LogoutJobPlan;
  readonly receipts: LogoutJobReceipts;
  readonly logOutAgent: LogOutAgent;
  readonly finishJob: FinishJob;
  readonly report: Report;
}

export type ChunkMessage = Extract<LogoutMessage, { type: 'chunk' }>;

/**
 * Logs out the agents of one chunk and writes its receipt.
 *
 * Takes effect once however often it is delivered: a chunk with a receipt is not processed again, and one that stopped
 * before its receipt finds its mark on each agent it had reached. On the last attempt an agent that still fails is
 * recorded as failed, so that one agent does not keep a job from completing. An agent whom the job does not match after all,
 * because the index was late, is left alone and has no result.
 *
 * An agent who cannot be read fails at once, for another attempt would find the same.
 *
 * @throws when an agent failed and there is another attempt; the other agents have been processed.
 */
export function makeWorkChunk({ jobs, plan, receipts, logOutAgent, finishJob, report }: Ports) {
  const otherJobs = makeOtherJobs(jobs);

  return async (message: ChunkMessage, { lastAttempt }: { lastAttempt: boolean }): Promise<void> => {
    const key: JobKey = { instanceId: message.instanceId, jobId: message.jobId };
    const job = (await jobs.load(key))?.state;
    if (!job) return;
    const { page, chunk } = message;
    const receipt = (await receipts.find(key, { page, chunk })) ?? {
      page,
      chunk,
      agents: message.agents.length,
      results: await logOut(job, message, lastAttempt),
    };
    await receipts.add(key, receipt);
    await finishJob(key);
  };

  async function logOut(job: LogoutJob, message: ChunkMessage, lastAttempt: boolean): Promise<readonly AgentResult[]> {
    const { instanceId, jobId, timing, order, startedAt } = job;
    const chunk = `${message.page}.${message.chunk}`;
    const selector = await selectorOf(message);
    const known = otherJobs.of(instanceId);
    const command = {
      timing,
      order: { ...order, jobId },
      chunk,
      requestedAt: startedAt,
      isOver: known.isOver,
    };
    const delivery = lastAttempt ? 'last' : 'repeated';
    const logOutOne = async ({ agentId }: ChunkAgent) => {
      for (;;) {
        const { outcome } = await logOutAgent(
          { instanceId, agentId },
          { command, decide: decide(selector, known.unknown), options: { delivery }, lane: 'job' },
        );
        if (outcome.type !== 'jobsUnknown') return outcome;
        await known.learn(outcome.jobIds);
      }
    };
    const settled = await inParallel(message.agents, width, logOutOne);
    if (!lastAttempt) allFulfilled(withoutUnreadable(settled), 'logouts');
    return message.agents.flatMap(({ agentId, matchedBy }, index) => {
      const result = settled[index];
      if (result?.status !== 'fulfilled') {
        if (result?.reason instanceof UnreadableItemError)
          report(`Agent ${agentId} could not be logged out`, result.reason);
        return [agentResult(agentId, { type: 'failed' }, matchedBy)];
      }
      const outcome = result.value;
      if (outcome.type === 'countedElsewhere' || outcome.type === 'notSelected') return [];
      return [agentResult(agentId, outcome, matchedBy)];
    });
  }

  /** Agents named by id are matched wherever they are. */
  async function selectorOf({ agents, ...key }: ChunkMessage): Promise<Selector> {
    const isNamed = agents.every(({ matchedBy }) => 'agentId' in matchedBy);
    if (!isNamed) return plan.selector(key);
    return { agentIds: agents.map(({ agentId }) => agentId), teamIds: [], ipRanges: [] };
  }
}

type ChunkOutcome =
  | LogoutOutcome
  | { readonly type: 'notSelected' }
  | { readonly type: 'jobsUnknown'; readonly jobIds: readonly number[] };

/** Before an agent loses the marks of other jobs, it has to be known which of these jobs are over. */
const decide =
  (selector: Selector, unknown: (jobIds: readonly number[]) => readonly number[]) =>
  (
    agent: Agent | undefined,
    command: ForceLogout,
    now: Instant,
  ): Decision<Agent | undefined, AgentEvent, ChunkOutcome> => {
    const jobIds = unknown(agent ? jobsToForget(agent) : []);
    if (agent && jobIds.length > 0) return { state: agent, events: [], outcome: { type: 'jobsUnknown', jobIds } };
    return forceLogoutIfSelected(agent, { ...command, selector }, now);
  };
