import type { Agent } from '../agents/agent.ts';
import type { Backends } from '../agents/backend.ts';
import type { AgentEvent } from '../agents/events.ts';
import type { LogoutOutcome } from '../agents/logout-order.ts';
import { BackendError, isDefinite, withoutRefused } from '../backend-calls.ts';
import { type Decision, UnreadableItemError, withoutUnreadable } from '../change.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import { days, type Instant, seconds } from '../instant.ts';
import type { Clock, Report } from '../ports.ts';
import type { TakeBackJob } from './cancel-job.ts';
import { makeGathering } from './gathering.ts';
import type { FinishJob } from './job-progress.ts';
import type { LogOutAgent } from './log-out-agent.ts';
import { type ForceLogout, forceLogoutIfSelected, jobsToForget, type NotForced } from './logout-decision.ts';
import { isCancelled, type JobKey, type LogoutJob } from './logout-job.ts';
import { makeOtherJobs } from './other-jobs.ts';
import { chunkEndsAfter } from './pacing.ts';
import type {
  ChunkAgent,
  LogoutJobPlan,
  LogoutJobReceipts,
  LogoutJobStore,
  LogoutMessage,
  LogoutQueue,
} from './ports.ts';
import { type AgentResult, agentResult } from './result.ts';
import { isCountedBy, isLimited, isOutOfReach, notPermitted, reasonOf } from './selection.ts';
import type { Selector } from './selector.ts';

/** Agents of a chunk that are processed at the same time. */
const width = 20;

/** A chunk for which a backend has no time now comes back after this pause, for so long after the start of the job. */
const postponedBy = seconds(5);
const postponedFor = days(1);

/** How often, and after which pause, agents are looked at again whom a backend still shows as they were. */
const furtherLooks = 2;
const looksAgainAfter = seconds(15);

interface Ports {
  readonly jobs: LogoutJobStore;
  readonly plan: LogoutJobPlan;
  readonly receipts: LogoutJobReceipts;
  readonly queue: LogoutQueue;
  readonly backends: Backends;
  readonly logOutAgent: LogOutAgent;
  readonly finishJob: FinishJob;
  readonly takeBackJob: Pick<TakeBackJob, 'ofAgents'>;
  readonly clock: Clock;
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
 * An agent who cannot be read fails at once, for another attempt would find the same, and so does one whom a backend refuses to
 * take out. A chunk for which the backend has no time now, or which it has not shown yet, is put back: that is no attempt.
 *
 * @throws when an agent failed and there is another attempt; the other agents have been processed.
 */
export function makeWorkChunk(ports: Ports) {
  const { jobs, plan, receipts, queue, backends, logOutAgent, finishJob, takeBackJob, clock, report } = ports;
  const otherJobs = makeOtherJobs(jobs);

  return async (message: ChunkMessage, { lastAttempt }: { lastAttempt: boolean }): Promise<void> => {
    const key: JobKey = { instanceId: message.instanceId, jobId: message.jobId };
    const job = (await jobs.load(key))?.state;
    if (!job) return;
    const agentIds = message.agents.map(({ agentId }) => agentId);
    // An earlier attempt may have ordered some logouts.
    if (isCancelled(job)) return takeBackJob.ofAgents(job, agentIds);
    const { page, chunk } = message;
    let receipt = await receipts.find(key, { page, chunk });
    if (!receipt) {
      const worked = await logOut(job, message, lastAttempt);
      if (worked.type === 'putBack') return queue.send([worked.message], clock.now() + worked.after);
      receipt = { page, chunk, agents: message.agents.length, results: worked.results };
    }
    await receipts.add(key, receipt);
    const now = await finishJob(key);
    if (now && isCancelled(now)) await takeBackJob.ofAgents(now, agentIds);
  };

  async function logOut(job: LogoutJob, message: ChunkMessage, lastAttempt: boolean): Promise<Worked> {
    const { instanceId, jobId, timing, order, startedAt } = job;
    const chunk = `${message.page}.${message.chunk}`;
    const selector = await selectorOf(message);
    const known = otherJobs.of(instanceId);
    const command = { timing, order: { ...order, jobId }, chunk, requestedAt: startedAt, isOver: known.isOver };
    const delivery = lastAttempt ? 'last' : 'repeated';
    const isPaced = backends(instanceId) !== undefined;
    const until = clock.now() + chunkEndsAfter;
    const gathering = makeGathering(message.agents.length);
    const logOutOne = async ({ agentId }: ChunkAgent) => {
      const { arrive, leave } = gathering.join();
      try {
        for (;;) {
          const { outcome, heldUp, agent } = await logOutAgent(
            { instanceId, agentId },
            {
              command,
              decide: decide(selector, known.unknown),
              options: { delivery },
              ...(isLimited(selector) && { isOutOfReach: (agent) => isOutOfReach(selector, agent) }),
              lane: 'job',
              ...(isPaced && { together: { until, told: arrive } }),
            },
          );
          if (outcome.type !== 'jobsUnknown') return { outcome, heldUp, agent };
          await known.learn(outcome.jobIds);
        }
      } finally {
        leave();
      }
    };
    // Agents of a backend wait for each other, so all of them have to be under way.
    const settled = await inParallel(message.agents, isPaced ? message.agents.length : width, logOutOne);
    const faults = settled.flatMap((result) => faultOf(result) ?? []);
    if (faults.some(isBusy) && clock.now() < job.startedAt + postponedFor)
      return { type: 'putBack', message, after: postponedBy };
    if (!lastAttempt) {
      allFulfilled(withoutRefused(withoutUnreadable(settled)), 'logouts');
      for (const fault of faults) if (!isDefinite(fault)) throw fault;
    }
    const { looks = 0 } = message;
    if (looks < furtherLooks && settled.some(isUnconfirmed))
      return { type: 'putBack', message: { ...message, looks: looks + 1 }, after: looksAgainAfter };
    const results = message.agents.flatMap(({ agentId, matchedBy }, index) => {
      const result = settled[index];
      if (result?.status !== 'fulfilled') {
        const fault: unknown = result?.reason;
        const isUnreadable = fault instanceof UnreadableItemError;
        if (isUnreadable || isDefinite(fault)) report(`Agent ${agentId} could not be logged out`, fault);
        // An agent who cannot be read may be of any team.
        const outcome = isUnreadable && isLimited(selector) ? notPermitted : ({ type: 'failed' } as const);
        return [agentResult(agentId, outcome, matchedBy)];
      }
      const { outcome, agent } = result.value;
      if (outcome.type === 'countedElsewhere' || outcome.type === 'notSelected') return [];
      if (outcome.type === 'skipped' && !isCountedBy(matchedBy, selector, agent)) return [];
      const status = 'previousStatus' in outcome ? outcome.previousStatus : undefined;
      return [agentResult(agentId, outcome, reasonOf(matchedBy, selector, status))];
    });
    return { type: 'done', results };
  }

  /** Agents named by id are matched wherever they are, unless there are conditions. */
  async function selectorOf({ agents, isOnConditions, ...key }: ChunkMessage): Promise<Selector> {
    const isNamed = !isOnConditions && agents.every(({ matchedBy }) => 'agentId' in matchedBy);
    if (!isNamed) return plan.selector(key);
    return { agentIds: agents.map(({ agentId }) => agentId), teamIds: [], ipRanges: [] };
  }
}

/** What became of a chunk: a result of each agent, or it is to come back later. */
type Worked =
  | { readonly type: 'done'; readonly results: readonly AgentResult[] }
  | { readonly type: 'putBack'; readonly message: ChunkMessage; readonly after: number };

type Settled = PromiseSettledResult<{
  readonly outcome: { readonly type: string };
  readonly heldUp: BackendError | undefined;
}>;

const faultOf = (result: Settled): BackendError | undefined => {
  if (result.status === 'fulfilled') return result.value.heldUp;
  return result.reason instanceof BackendError ? result.reason : undefined;
};

const isBusy = ({ fault }: BackendError) => fault === 'busy';

const isUnconfirmed = (result: Settled) => result.status === 'fulfilled' && result.value.outcome.type === 'unconfirmed';

type ChunkOutcome = LogoutOutcome | NotForced | { readonly type: 'jobsUnknown'; readonly jobIds: readonly number[] };

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
