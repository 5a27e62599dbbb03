import type { AgentResult } from '#core/sessions/agent-result.ts';
import type { JobCounts } from '#core/sessions/job-counts.ts';
import { noCounts } from '#core/sessions/job-counts.ts';
import type { LogoutJob } from '#core/sessions/logout-job.ts';
import type { ChunkReceipt, JobPage } from '#core/sessions/ports.ts';
import { someDay } from './agents.ts';

/** Job 1 of instance `demo`, accepted and not begun. */
export const aJob = (says: Partial<LogoutJob> = {}): LogoutJob => ({
  instanceId: 'demo',
  jobId: 1,
  timing: 'immediate',
  requestedBy: 'supervisor',
  startedAt: someDay,
  progress: { status: 'created' },
  ...says,
});

/** Agents found by their ids, on the first and last page. */
export const aPage = (agentIds: readonly string[], says: Partial<JobPage> = {}): JobPage => ({
  page: 0,
  found: [{ by: 'agentIds', agentIds }],
  ...says,
});

/** Ann's result of a job that found her idle. */
export const aResult = (agentId = 'ann', says: Partial<AgentResult> = {}): AgentResult => ({
  agentId,
  outcome: 'loggedOut',
  previousStatus: 'Available',
  currentStatus: 'Offline',
  contacts: 0,
  matchedBy: { agentId },
  ...says,
});

/** The receipt of the first chunk of the first page, one result for each agent. */
export const aReceipt = (agentIds: readonly string[], says: Partial<ChunkReceipt> = {}): ChunkReceipt => ({
  page: 0,
  chunk: 0,
  agents: agentIds.length,
  results: agentIds.map((agentId) => aResult(agentId)),
  ...says,
});

/** Counts that are zero but for those named. */
export const counts = (says: Partial<JobCounts> = {}): JobCounts => ({ ...noCounts, ...says });

/** `agent-0` to `agent-{n - 1}`. */
export const agentIds = (n: number): string[] => Array.from({ length: n }, (_, index) => `agent-${index}`);
