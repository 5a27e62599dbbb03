import type { Instant } from '../instant.ts';

/**
 * What a participant of a chat holds. `participant`: given to who starts or joins a chat, good as long as the
 * participant is there. `connection`: for messages and events, a day. `socket`: to open a WebSocket, 100 seconds.
 */
export type PassKind = 'participant' | 'connection' | 'socket';

/** Stands for a participant of a chat. Good for nothing but this participant of this chat. */
export interface ParticipantPass {
  readonly kind: PassKind;
  readonly instanceId: string;
  readonly contactId: string;
  readonly participantId: string;
  /** From this instant on it is good no more; absent: until the participant leaves. */
  readonly expiresAt?: Instant;
}

/** Stands for the agent in whose name a flow acts, with what that agent may do. Good for this contact only. */
export interface SecurityUserPass {
  readonly kind: 'securityUser';
  readonly instanceId: string;
  readonly contactId: string;
  readonly agentId: string;
  /** The teams of whose members sessions may be ended; absent: everybody's. */
  readonly teamIds?: readonly string[];
  readonly expiresAt: Instant;
}

/**
 * What the client of an agent's session holds. `session`: to say that it is there or goes, for a day and given anew
 * before that is over. `sessionSocket`: to open a WebSocket, 100 seconds.
 */
export type SessionPassKind = 'session' | 'sessionSocket';

/** Stands for the client of a session. Good for this session of this agent only, and as long as that lasts. */
export interface SessionPass {
  readonly kind: SessionPassKind;
  readonly instanceId: string;
  readonly agentId: string;
  readonly sessionId: string;
  readonly expiresAt: Instant;
}

/** Whom a token stands for. */
export type Pass = ParticipantPass | SecurityUserPass | SessionPass;

/** Why a token is no pass; the same for every forgery, so that nothing can be told from it. */
export type PassRefusal = 'noToken' | 'badToken' | 'expiredToken';

/** Signs passes, so that whoever brings one back needs no look-up to be believed. */
export interface Passes {
  /** At most 1000 characters for a participant or a session, fit for a header and a query string; at most 3000 for a security user. */
  issue(pass: Pass): Promise<string>;
  /** Whom a token stands for, if it was issued here and its time is not over. */
  read(token: string): Promise<Pass | PassRefusal>;
}

/** The secrets that passes are signed with, one for each instance. */
export interface SigningKeys {
  /** The key of an instance: 32 bytes or more. Made when it is first asked for. */
  obtain(instanceId: string): Promise<Uint8Array>;
  /** The key, if there is one: nothing is made for an instance that a stranger names. */
  find(instanceId: string): Promise<Uint8Array | undefined>;
}
