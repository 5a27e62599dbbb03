import type { Asked, Lane, Pace } from '../backend-calls.ts';
import type { Instant } from '../instant.ts';
import type { AgentKey, Channel, StatusType } from './agent.ts';
import type { PendingLogout } from './logout-order.ts';

/**
 * How far a contact is that occupies an agent. `afterContactWork`: it has ended and the agent finishes what is left to do.
 * `missed`: it was offered and not taken, and keeps its place until somebody clears it.
 */
export type ContactPhase = 'ringing' | 'connected' | 'afterContactWork' | 'missed';

export interface ObservedContact {
  readonly contactId: string;
  readonly channel: Channel;
  readonly phase: ContactPhase;
  readonly since: Instant;
  /** When the agent accepted it. @default - not yet, or not shown */
  readonly connectedAt?: Instant;
  /** When it was missed. What the agent rejected, or what failed, was not. @default - it was not, or that is not shown */
  readonly missedAt?: Instant;
  /** Whether the backend can end it for everybody. */
  readonly canBeStopped: boolean;
}

/** What a backend shows of an agent who works. */
export interface Observed {
  /** When the backend was asked; it may show what was true some seconds before. Of an event: when that was true. */
  readonly at: Instant;
  /**
   * The backend has said so by itself. Events overtake each other, so the instant of the latest one is kept even if it shows
   * what is known. @default - it was asked
   */
  readonly isEvent?: true;
  readonly status: { readonly name: string; readonly type: StatusType; readonly since: Instant };
  /** The agent goes offline with the end of the last contact. */
  readonly isGoingOffline: boolean;
  readonly contacts: readonly ObservedContact[];
  /** The teams that the agent belongs to there. @default - not shown */
  readonly teamIds?: readonly string[];
}

/** What a backend shows of one agent: `offline` is certain, an agent who is `absent` twice in a row is offline as well. */
export type Observation = Observed | Unobserved;

export interface Unobserved extends Pick<Observed, 'at' | 'isEvent'> {
  readonly type: 'offline' | 'absent';
  /** When the agent went offline. @default - not shown */
  readonly since?: Instant;
}

export const isWorking = (observation: Observation): observation is Observed => 'status' in observation;

export interface ObservedAgent {
  readonly agentId: string;
  readonly observation: Observation;
}

/**
 * The contact centre that owns the agents of an instance, if Lastcall does not: it shows who is there, and does what it is
 * told, as far as it can. Every call can be repeated.
 */
export interface Backend {
  readonly pace: Pace;
  /** Asks for one agent; questions that are asked at the same time become one call. @throws BackendError */
  observe(key: AgentKey, asked: Asked): Promise<Observation>;
  /** Everybody whom the backend shows, page by page, each once at least. @throws BackendError */
  observeEverybody(lane: Lane): AsyncIterable<readonly ObservedAgent[]>;
  /** Offline at once, or with the end of the last contact. The end of after-contact work is not waited for. @throws BackendError */
  goOffline(key: AgentKey, asked: Asked): Promise<void>;
  /**
   * Takes back that the agent goes offline with the end of the last contact: the agent stays in this status, or is in it then.
   * Whether it has worked only shows afterwards.
   * @throws BackendError
   */
  keepOnline(key: AgentKey, status: string, asked: Asked): Promise<void>;
  /** Ends a contact for everybody in it. One that is gone counts as ended. @throws BackendError */
  stopContact(key: AgentKey, contactId: string, asked: Asked): Promise<void>;
  /** Clears the place of a contact that has ended or was missed. One that is gone counts as cleared. @throws BackendError */
  clearContact(key: AgentKey, contactId: string, asked: Asked): Promise<void>;
  /**
   * Shows an agent the message of a logout that has just been ordered. What cannot be shown is reported, and never thrown: no
   * logout fails or waits for long because of it. @default - messages are not shown
   */
  notify?(key: AgentKey, pending: PendingLogout, lane: Lane): Promise<void>;
}

/** The backend of an instance. @default - `undefined`: Lastcall itself owns its agents */
export type Backends = (instanceId: string) => Backend | undefined;
