import { type Instant, minutes } from '../instant.ts';
import { tokenValidity } from '../retention.ts';

/**
 * The tokens of a participant of a chat.
 * `participant`: issued to whoever starts or joins a chat, valid for a day. `connection`: for messages and events, valid for
 * a day. `socket`: to open a WebSocket, valid for 100 seconds.
 */
export type ParticipantTokenKind = 'participant' | 'connection' | 'socket';

/** Identifies a participant of a chat. Valid for this participant of this chat only. */
export interface ParticipantClaims {
  readonly kind: ParticipantTokenKind;
  readonly instanceId: string;
  readonly contactId: string;
  readonly participantId: string;
  /** The token is valid until this instant, not included. @default - until the participant leaves, in tokens of earlier versions */
  readonly expiresAt?: Instant;
}

/**
 * When the token expires that a participant gets now: it is the same in every answer of an hour, counted from joining, and
 * valid for 23 hours at least. So a request that is repeated gets the same token.
 */
export function participantTokenExpiry(joinedAt: Instant, now: Instant): Instant {
  const wholeHours = Math.max(0, Math.floor((now - joinedAt) / minutes(60)));
  return joinedAt + minutes(60) * wholeHours + tokenValidity.participant;
}

/** Identifies the agent for whom a flow acts, with what that agent may do. Valid for this contact only. */
export interface SecurityUserClaims {
  readonly kind: 'securityUser';
  readonly instanceId: string;
  readonly contactId: string;
  readonly agentId: string;
  /** The teams whose members' sessions the agent may end. @default - everybody's */
  readonly teamIds?: readonly string[];
  readonly expiresAt: Instant;
}

/**
 * The tokens of the client of an agent's session.
 * `session`: for heartbeats and for leaving, valid for a day and renewed before it expires. `sessionSocket`: to open a
 * WebSocket, valid for 100 seconds.
 */
export type SessionTokenKind = 'session' | 'sessionSocket';

/** Identifies the client of an agent's session. Valid for this session only, and only as long as the session lasts. */
export interface SessionClaims {
  readonly kind: SessionTokenKind;
  readonly instanceId: string;
  readonly agentId: string;
  readonly sessionId: string;
  readonly expiresAt: Instant;
}

/** Identifies a supervisor's page, to open a WebSocket. Valid for 100 seconds; what the page may be shown is kept with the watch. */
export interface SupervisorClaims {
  readonly kind: 'supervisorSocket';
  readonly instanceId: string;
  readonly watchId: string;
  readonly expiresAt: Instant;
}

/** What a token states about its holder. */
export type Claims = ParticipantClaims | SecurityUserClaims | SessionClaims | SupervisorClaims;

/** Why a token is not accepted. Every forged token gets the same refusal, which reveals nothing. */
export type TokenRefusal = 'noToken' | 'badToken' | 'expiredToken';

/** Issues signed tokens, which are verified without a look-up of their holder. */
export interface Tokens {
  /** At most 1000 characters for a participant or a session, which fits a header or a query string; at most 3000 for a security user. */
  issue(claims: Claims): Promise<string>;
  /** The claims of a token, if it was issued here and has not expired. */
  read(token: string): Promise<Claims | TokenRefusal>;
}
