import type { ChangeAgent } from '../agents/change-agent.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import type { FinishJob } from './job-progress.ts';
import { type ForceLogout, forceLogout } from './logout-decision.ts';
import type { JobKey, LogoutJob } from './logout-job.ts';
import type { ChunkAgent, LogoutJobReceipts, LogoutJobStore, LogoutMessage } from './ports.ts';
import { type AgentResult, agentResult } from './result.ts';

/** Agents of a chunk that are processed at the same time. */
const width = 20;

interface Ports {
  readonly jobs: LogoutJobStore;
  readonly receipts: LogoutJobReceipts;
  readonly changeAgent: ChangeAgent;
  readonly finishJob: FinishJob;
}

export type ChunkMessage = Extract<LogoutMessage, { type: 'chunk' }>;

/**
 * Logs out the agents of one chunk and writes its receipt.
 *
 * Takes effect once however often it is delivered: a chunk with a receipt is not processed again, and one that stopped
 * before its receipt finds its mark on each agent it had reached. On the last attempt an agent that still fails is
 * recorded as failed, so that one agent does not keep a job from completing.
 *
 * @throws when an agent failed and there is another attempt; the other agents have been processed.
 */
export function makeWorkChunk({ jobs, receipts, changeAgent, finishJob }: Ports) {
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
    const command: ForceLogout = { timing, order: { ...order, jobId }, chunk, requestedAt: startedAt };
    const delivery = lastAttempt ? 'last' : 'repeated';
    const logOutOne = ({ agentId }: ChunkAgent) =>
      changeAgent({ instanceId, agentId }, (agent, now) => forceLogout(agent, command, now), { delivery });
    const settled = await inParallel(message.agents, width, logOutOne);
    if (!lastAttempt) allFulfilled(settled, 'logouts');
    return message.agents.flatMap(({ agentId, matchedBy }, index) => {
      const result = settled[index];
      if (result?.status !== 'fulfilled') return [agentResult(agentId, { type: 'failed' }, matchedBy)];
      return result.value.type === 'countedElsewhere' ? [] : [agentResult(agentId, result.value, matchedBy)];
    });
  }
}
