import type { Recorded } from '#core/change.ts';
import type { JobEnd } from '#core/forced-logouts/events.ts';
import type { JobKey, LogoutJob } from '#core/forced-logouts/logout-job.ts';
import type { ChunkReceipt, JobPage } from '#core/forced-logouts/ports.ts';
import { type AgentResult, type JobCounts, noCounts } from '#core/forced-logouts/result.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { nameOf } from '#core/wake-ups/ports.ts';
import { anOrder, someDay } from './agents.ts';

/** The first job of instance `demo`. */
export const jobKey: JobKey = { instanceId: 'demo', jobId: 1 };

/** A selector that matches nobody, except by the lists given. */
export const aSelector = (lists: Partial<Selector> = {}): Selector => ({
  agentIds: [],
  teamIds: [],
  ipRanges: [],
  ...lists,
});

/** Job 1 of instance `demo`, accepted and not begun. */
export const aJob = (overrides: Partial<LogoutJob> = {}): LogoutJob => ({
  ...jobKey,
  timing: 'immediate',
  order: anOrder(),
  startedAt: someDay,
  progress: { status: 'created' },
  ...overrides,
});

/** Agents found by their ids, on the first and last page. */
export const aPage = (agentIds: readonly string[], overrides: Partial<JobPage> = {}): JobPage => ({
  page: 0,
  found: [{ by: 'agentIds', agentIds }],
  ...overrides,
});

/** Ann's result of a job that found her idle. */
export const aResult = (agentId = 'ann', overrides: Partial<AgentResult> = {}): AgentResult => ({
  agentId,
  outcome: 'loggedOut',
  previousStatus: 'Available',
  currentStatus: 'Offline',
  contacts: 0,
  matchedBy: { agentId },
  ...overrides,
});

/** The receipt of the first chunk of the first page, one result for each agent. */
export const aReceipt = (agentIds: readonly string[], overrides: Partial<ChunkReceipt> = {}): ChunkReceipt => ({
  page: 0,
  chunk: 0,
  agents: agentIds.length,
  results: agentIds.map((agentId) => aResult(agentId)),
  ...overrides,
});

/** Counts that are zero except those given. */
export const counts = (overrides: Partial<JobCounts> = {}): JobCounts => ({ ...noCounts, ...overrides });

/** `agent-0` to `agent-{n - 1}`. */
export const agentIds = (n: number): string[] => Array.from({ length: n }, (_, index) => `agent-${index}`);

/** Job 1 of instance `demo` has completed a minute after it began, unless another event is given. */
export const aJobEvent = (fact: JobEnd = aCompletedJob()): Recorded<JobEnd> => ({
  eventId: `${nameOf({ kind: 'job', instanceId: fact.instanceId, jobId: fact.jobId })}/1`,
  sequence: 1,
  at: fact.finishedAt,
  fact,
});

const aCompletedJob = (): JobEnd => ({
  type: 'LogoutJobCompleted',
  ...jobKey,
  order: anOrder(),
  startedAt: someDay,
  finishedAt: someDay + 60_000,
  counts: counts(),
});
