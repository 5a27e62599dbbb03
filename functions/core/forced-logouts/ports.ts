import type { LogoutOrder, Timing } from '../agents/logout-order.ts';
import type { AggregateStore } from '../change.ts';
import type { Instant } from '../instant.ts';
import type { JobEvent } from './events.ts';
import type { JobKey, LogoutJob } from './logout-job.ts';
import type { AgentResult, JobCounts } from './result.ts';
import type { MatchedByGroup, MatchedEntry, Selector } from './selector.ts';

/** Keeps jobs. */
export interface LogoutJobStore extends AggregateStore<JobKey, LogoutJob, JobEvent> {
  /** The next number of the instance. A number that is not used afterwards leaves a gap. */
  nextJobId(instanceId: string): Promise<number>;
  /**
   * Jobs of an instance, the newest first, at most `limit` at a time. Jobs that cannot be read are reported and passed over.
   * @throws BadCursorError
   */
  latest(instanceId: string, page: { limit: number; cursor?: string }): Promise<JobList>;
}

interface JobList {
  readonly jobs: readonly LogoutJob[];
  /** There when there may be older ones. Opaque. */
  readonly cursor?: string;
}

/** A page of a job's agents. Written once; planning the page again returns the one that was written. */
export interface JobPage {
  readonly page: number;
  readonly found: readonly Found[];
  /** Agents in a chunk; their chunks are sent in portions, at the pace of a backend. @default - 100, and all are sent at once */
  readonly chunkSize?: number;
  /** Where the next page begins; absent on the last. */
  readonly next?: PlanCursor;
}

/** The same entry of the selector, or each agent by its own id: whatever the agent's state, or if it fulfils the conditions. */
type FoundBy = 'agentIds' | 'agentIdsOnConditions' | MatchedByGroup;

/** Agents matched by the same entry of the selector, or each by its own id. */
export interface Found {
  readonly by: FoundBy;
  readonly agentIds: readonly string[];
}

/** How far the planning has come: which list of the selector (0 is the ids), and where in it. */
export interface PlanCursor {
  readonly list: number;
  readonly after?: string;
  /** The teams and ranges are looked up for the second time. */
  readonly again?: boolean;
}

/** The plan of a job: its selector, and the pages of agents that were found. */
export interface LogoutJobPlan {
  /** @param keptFrom what the time for which it is kept is counted from. @default - now */
  putSelector(job: JobKey, selector: Selector, keptFrom?: Instant): Promise<void>;
  selector(job: JobKey): Promise<Selector>;
  /** The page, if it was planned. */
  page(job: JobKey, page: number): Promise<JobPage | undefined>;
  /** Writes the page unless it exists, and opens its tally. @returns the page as it is stored. */
  addPage(job: JobKey, page: JobPage): Promise<JobPage>;
}

/** Names a chunk within its job. */
export interface ChunkKey {
  readonly page: number;
  readonly chunk: number;
}

/** The results of one chunk. */
export interface ChunkReceipt extends ChunkKey {
  /** The agents of the chunk, including those counted elsewhere. */
  readonly agents: number;
  readonly results: readonly AgentResult[];
}

/** The progress of the chunks of one page. */
export interface PageTally {
  readonly page: number;
  readonly agents: number;
  readonly agentsDone: number;
  readonly chunks: number;
  readonly chunksDone: number;
  readonly counts: JobCounts;
}

/** The receipts of a job's chunks, and their tally. */
export interface LogoutJobReceipts {
  find(job: JobKey, chunk: ChunkKey): Promise<ChunkReceipt | undefined>;
  /** Writes the receipt unless there is one, and counts the stored one in its page's tally, once however often called. */
  add(job: JobKey, receipt: ChunkReceipt): Promise<void>;
  /** The tallies of all pages planned so far, as of the latest write. */
  tallies(job: JobKey): Promise<readonly PageTally[]>;
  /** Results in a fixed order, up to `limit` of them. @throws BadCursorError */
  results(job: JobKey, page: { limit: number; cursor?: string }): Promise<AgentResultPage>;
}

export interface AgentResultPage {
  readonly results: readonly AgentResult[];
  /** There when there may be more. Opaque. */
  readonly cursor?: string;
}

/** A unit of work. May be delivered more than once and in any order. */
export type LogoutMessage =
  | (JobKey & { readonly type: 'plan'; readonly page: number; readonly from: PlanCursor })
  | (JobKey & ChunkKey & ChunkWork)
  /** Sends a portion of the chunks, beginning with this one. */
  | (JobKey & ChunkKey & { readonly type: 'send' })
  | (SecondLook & { readonly type: 'look' });

interface ChunkWork {
  readonly type: 'chunk';
  readonly agents: readonly ChunkAgent[];
  /** Agents who are named have to fulfil the conditions of the selector. @default false */
  readonly isOnConditions?: boolean;
  /** How often it was put back because a backend had not shown that all of its agents are out. @default 0 */
  readonly looks?: number;
}

/** The teams and ranges of a forced logout, to be looked up again for agents whom the index did not show at first. */
export interface SecondLook {
  readonly instanceId: string;
  readonly selector: Selector;
  readonly timing: Timing;
  readonly order: LogoutOrder;
  /** Sessions that began later are not affected. */
  readonly requestedAt: Instant;
  readonly from: PlanCursor;
}

export interface ChunkAgent {
  readonly agentId: string;
  readonly matchedBy: MatchedEntry;
}

/** Delivers work at least once. */
export interface LogoutQueue {
  /**
   * Accepts all of the messages or throws; after a throw some may have been accepted.
   *
   * @param notBefore when they are to be delivered, at most 15 minutes ahead. @default - at once
   */
  send(messages: readonly LogoutMessage[], notBefore?: Instant): Promise<void>;
}
