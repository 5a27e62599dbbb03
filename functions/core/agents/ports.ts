import type { AggregateStore, Stored } from '../change.ts';
import type { Agent, AgentKey } from './agent.ts';
import type { AgentEvent } from './events.ts';
import type { IpRange } from './ip-range.ts';
import type { AgentSettings, Heartbeat } from './lease.ts';
import type { TeamRules } from './rules/team-rules.ts';

/** Keeps agents with their sessions. A save also makes the directory find the agent in the teams of the profile. */
export interface AgentStore extends AggregateStore<AgentKey, Agent, AgentEvent> {
  /**
   * Records a heartbeat without loading the agent: moves the lease's `lastSeenAt` if this is the agent's current session,
   * and counts as a save. A client that had announced its leaving stays.
   *
   * @returns whether it is recorded; `false` also if a later heartbeat is, by the client's clock or by the server's, if it is
   * too close to others (`isTooClose`), and if it has an address and the session's is not known, which would write to an index.
   */
  recordHeartbeat(key: AgentKey, proof: SessionProof, heartbeat: Heartbeat): Promise<boolean>;
}

/** Removes agents and what is kept of them elsewhere. */
export interface AgentErasure {
  /** Removes an agent as it was loaded. @throws StaleVersionError when it has changed since */
  removeAgent(loaded: Stored<Agent, AgentEvent>): Promise<void>;
  /**
   * Removes memberships of teams, the password, and attempts at it. Nothing of it need be there.
   *
   * @param teamIds the teams of the profile, which an index may not show yet
   */
  removeTraces(key: AgentKey, teamIds: readonly string[]): Promise<void>;
}

/** What shows that a client speaks for a session: the session's id, or the hash of the secret that the client holds. */
export type SessionProof = { readonly sessionId: string } | { readonly secretHash: string };

/** Agents who have something in common, as far as the directory can look them up. */
export type Group = { readonly teamId: string } | { readonly ipRange: IpRange };

/**
 * Finds agents. Lags behind the store by a moment: an agent who is just signing in may be missed, and one who has just
 * signed out or moved may be found. Whoever acts on an agent has to look at the agent.
 */
export interface AgentDirectory {
  /**
   * Signed-in agents of a group, at most `limit` at a time; an empty page may still have a cursor. Of a team also those
   * whose clients have just left and may come back, if the directory has a clock.
   * @throws BadCursorError
   */
  signedIn(instanceId: string, group: Group, page: GroupPage): Promise<AgentIdPage>;
  /**
   * Everybody of the instance, or of one team, signed in or not, at most `limit` at a time.
   * @throws BadCursorError
   */
  everybody(
    instanceId: string,
    group: { readonly teamId?: string },
    page: { limit: number; cursor?: string },
  ): Promise<AgentIdPage>;
  /** Those of up to 100 agents that exist, in the order asked for. */
  find(instanceId: string, agentIds: readonly string[]): Promise<StoredAgents>;
}

interface GroupPage {
  readonly limit: number;
  readonly cursor?: string;
  /** Of a team also who is signed out, for whoever reads the agents anyway. @default false */
  readonly withSignedOut?: boolean;
}

interface StoredAgents {
  readonly agents: readonly Agent[];
  /** The ids of those who exist but cannot be read. That is reported. */
  readonly unreadable: readonly string[];
}

export interface AgentIdPage {
  readonly agentIds: readonly string[];
  /** There when there may be more. Opaque. */
  readonly cursor?: string;
}

/** The cursor was not issued for this list: it was altered, or belongs to another list or instance. */
export class BadCursorError extends Error {
  override readonly name = 'BadCursorError';

  constructor() {
    super('The cursor does not belong to this list; start again without one');
  }
}

/** Keeps how sessions of an instance behave. */
export interface AgentSettingsStore {
  load(instanceId: string): Promise<AgentSettings | undefined>;
  save(instanceId: string, settings: AgentSettings): Promise<void>;
}

/** Keeps the rules for the agents of teams. */
export interface TeamRulesStore {
  /** Those of every team that has some. May be late by a moment. */
  load(instanceId: string): Promise<readonly TeamRules[]>;
  find(instanceId: string, teamId: string): Promise<TeamRules | undefined>;
  /** In place of those that the team has. */
  save(instanceId: string, rules: TeamRules): Promise<void>;
}
