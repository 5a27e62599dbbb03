import type { AggregateStore } from '../commit.ts';
import type { Instant } from '../instant.ts';
import type { Agent, AgentKey } from './agent.ts';
import type { AgentResult } from './agent-result.ts';
import type { AgentSettings } from './agent-settings.ts';
import type { AgentEvent, JobEvent } from './events.ts';
import type { JobCounts } from './job-counts.ts';
import type { JobKey, LogoutJob } from './logout-job.ts';
import type { SecurityProfile } from './security-profile.ts';
import type { Group, MatchedBy, MatchedByGroup, Selector } from './selector.ts';

/** Keeps agents with their sessions. A profile's teams take effect in the directory with the save. */
export interface AgentStore extends AggregateStore<AgentKey, Agent, AgentEvent> {
  /**
   * Notes that the client of a session has been heard of, without loading the agent: moves the lease's `heardAt` on if
   * that is the session the agent is in, and counts as a save. A client that was about to go stays.
   *
   * @returns whether it is noted; not if there is later word of the client, by its own time or by that of the system.
   */
  hear(key: AgentKey, session: SessionProof, word: Word): Promise<boolean>;
}

/** Word of a client. */
export interface Word {
  readonly at: Instant;
  /** By the client's own clock. */
  readonly saidAt?: number | undefined;
}

/** What a client proves with that a session is its own: the id it was told, or the hash of the secret it holds. */
export type SessionProof = { readonly sessionId: string } | { readonly secretHash: string };

/** Keeps the passwords of agents, hashed, and counts the attempts at them. */
export interface AgentPasswords {
  /** Gives an agent a password; attempts are forgotten. */
  put(key: AgentKey, passwordHash: string): Promise<void>;
  /**
   * Notes an attempt at an agent's password, before anybody knows how it ends: so that many at once count as many.
   * @returns the hash to try; nothing when there is none to try: the agent has no password, or too many attempts have
   * locked it.
   */
  attempt(key: AgentKey, now: Instant): Promise<string | undefined>;
  /** The attempt was right: those before are forgotten. */
  succeeded(key: AgentKey): Promise<void>;
}

/** Slow on purpose, and constant in its time. */
export interface PasswordHash {
  hash(password: string): Promise<string>;
  matches(password: string, hash: string): Promise<boolean>;
}

/** Makes secrets that a client proves its session with. */
export interface SessionSecrets {
  /** A UUID that nobody can guess. */
  make(): string;
  hash(secret: string): string;
}

/** Keeps how sessions behave in an instance. */
export interface AgentSettingsStore {
  load(instanceId: string): Promise<AgentSettings | undefined>;
  save(instanceId: string, settings: AgentSettings): Promise<void>;
}

/** Keeps security profiles. */
export interface SecurityProfiles {
  find(instanceId: string, profileId: string): Promise<SecurityProfile | undefined>;
  put(profile: SecurityProfile): Promise<void>;
}

/** Finds agents. Lags behind the store by a moment: who signs in while being looked for may be missed. */
export interface AgentDirectory {
  /** Signed-in agents of a group, at most `limit` at a time; an empty page may still have a cursor. */
  signedIn(instanceId: string, group: Group, page: { limit: number; cursor?: string }): Promise<AgentIdPage>;
  /** Those of up to 100 agents that exist, in the order asked for. */
  find(instanceId: string, agentIds: readonly string[]): Promise<readonly Agent[]>;
}

export interface AgentIdPage {
  readonly agentIds: readonly string[];
  /** There when there may be more. Opaque. */
  readonly cursor?: string;
}

/** Keeps jobs. */
export interface LogoutJobStore extends AggregateStore<JobKey, LogoutJob, JobEvent> {
  /** The next number of the instance. A number taken and not used leaves a gap. */
  nextJobId(instanceId: string): Promise<number>;
}

/** A page of a job's agents. Written once; whoever plans the page again gets the one that stands. */
export interface JobPage {
  readonly page: number;
  readonly found: readonly Found[];
  /** Where the next page begins; absent on the last. */
  readonly next?: PlanCursor;
}

/** Agents found by the same entry of the selector, or each by its own id. */
export interface Found {
  readonly by: 'agentIds' | MatchedByGroup;
  readonly agentIds: readonly string[];
}

/** How far the planning has come: which list of the selector (0 is the ids), and where in it. */
export interface PlanCursor {
  readonly list: number;
  readonly after?: string;
}

/** The plan of a job: whom it is about, and the pages on which they were found. */
export interface LogoutJobPlan {
  putSelector(job: JobKey, selector: Selector): Promise<void>;
  selector(job: JobKey): Promise<Selector>;
  /** The page, if it was planned. */
  page(job: JobKey, page: number): Promise<JobPage | undefined>;
  /** Writes the page unless it stands, and opens its tally; answers the page that stands. */
  addPage(job: JobKey, page: JobPage): Promise<JobPage>;
}

/** What became of the agents of one chunk. */
export interface ChunkReceipt extends ChunkKey {
  /** The agents of the chunk, those counted elsewhere included. */
  readonly agents: number;
  readonly results: readonly AgentResult[];
}

/** Names a chunk within its job. */
export interface ChunkKey {
  readonly page: number;
  readonly chunk: number;
}

/** How far the chunks of one page have come. */
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
  /** Writes the receipt unless one stands, and counts the one that stands in its page's tally, once however often called. */
  add(job: JobKey, receipt: ChunkReceipt): Promise<void>;
  /** The tallies of all pages planned so far, as of the latest write. */
  tallies(job: JobKey): Promise<readonly PageTally[]>;
  /** Results in a fixed order, up to `limit` of them. */
  results(job: JobKey, page: { limit: number; cursor?: string }): Promise<AgentResultPage>;
}

export interface AgentResultPage {
  readonly results: readonly AgentResult[];
  /** There when there may be more. Opaque. */
  readonly cursor?: string;
}

/** A unit of a job's work. May be delivered more than once and in any order. */
export type LogoutMessage =
  | (JobKey & { readonly type: 'plan'; readonly page: number; readonly from: PlanCursor })
  | (JobKey & ChunkKey & { readonly type: 'chunk'; readonly agents: readonly ChunkAgent[] });

export interface ChunkAgent {
  readonly agentId: string;
  readonly matchedBy: MatchedBy;
}

/** Delivers work at least once. */
export interface LogoutQueue {
  /** Accepts all of the messages or throws; after a throw some may have been accepted. */
  send(messages: readonly LogoutMessage[]): Promise<void>;
}
