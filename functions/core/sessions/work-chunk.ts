import type { Commit } from '../commit.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import type { Agent, AgentKey } from './agent.ts';
import { type AgentResult, agentResult } from './agent-result.ts';
import type { AgentEvent } from './events.ts';
import type { FinishJob } from './finish-job.ts';
import { forceLogout } from './forced-logout.ts';
import type { JobKey, LogoutJob } from './logout-job.ts';
import type { ChunkAgent, LogoutJobReceipts, LogoutJobStore, LogoutMessage } from './ports.ts';

/** Agents of a chunk that are worked on at the same time. */
const width = 20;

interface Ports {
  readonly jobs: LogoutJobStore;
  readonly receipts: LogoutJobReceipts;
  readonly commitAgent: Commit<AgentKey, Agent, AgentEvent>;
  readonly finishJob: FinishJob;
}

export type ChunkMessage = Extract<LogoutMessage, { type: 'chunk' }>;

/**
 * Logs out the agents of one chunk and writes its receipt.
 *
 * Done once however often it is delivered: a chunk with a receipt is not worked again, and one that broke off before
 * its receipt finds its mark on each agent it had reached. On the last attempt an agent that still fails is
 * recorded as failed, so that one bad apple does not keep a job from completing.
 *
 * @throws when an agent failed and there is another attempt; the others have been dealt with.
 */
export function makeWorkChunk({ jobs, receipts, commitAgent, finishJob }: Ports) {
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
    const { timing, requestedBy, reason, message: words, jobId, instanceId } = job;
    const command = {
      timing,
      requestedBy,
      ...(reason !== undefined && { reason }),
      ...(words !== undefined && { message: words }),
      jobId,
      orderedAt: job.startedAt,
      chunk: `${message.page}.${message.chunk}`,
    };
    const retrier = lastAttempt ? 'lastDelivery' : 'redelivery';
    const logOutOne = ({ agentId }: ChunkAgent) =>
      commitAgent({ instanceId, agentId }, (agent, now) => forceLogout(agent, command, now), retrier);
    const settled = await inParallel(message.agents, width, logOutOne);
    if (!lastAttempt) allFulfilled(settled, 'logouts');
    return message.agents.flatMap(({ agentId, matchedBy }, index) => {
      const result = settled[index];
      if (result?.status !== 'fulfilled') return [agentResult(agentId, { type: 'failed' }, matchedBy)];
      return result.value.type === 'countedElsewhere' ? [] : [agentResult(agentId, result.value, matchedBy)];
    });
  }
}
