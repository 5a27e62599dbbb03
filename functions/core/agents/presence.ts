import type { Decision } from '../change.ts';
import type { Instant } from '../instant.ts';
import {
  type Agent,
  type AgentKey,
  type ChosenStatus,
  isBusy,
  isSignedIn,
  type Profile,
  type Session,
  type SignedInAgent,
  type StatusType,
  shownStatus,
  withoutReturn,
  withSession,
} from './agent.ts';
import { endSession, inShort, orderOfOwnEnd, sessionOf } from './end-session.ts';
import type { AgentEvent } from './events.ts';
import { heldUntil } from './hold.ts';
import type { IpAddress } from './ip-range.ts';
import { withSignOfLife } from './lease.ts';

/** A decision with its outcome. Outcomes other than `done` changed nothing. */
export type Decided<Refusal extends string> = Decision<Agent | undefined, AgentEvent, PresenceOutcome<Refusal>>;

export type PresenceOutcome<Refusal extends string> =
  | { readonly type: 'done'; readonly agent: Agent }
  | { readonly type: Refusal };

export const done = <State extends Agent>(agent: State, events: readonly AgentEvent[] = []) => ({
  state: agent,
  events,
  outcome: { type: 'done', agent } as const,
});

export const refused = <Refusal extends string>(agent: Agent | undefined, type: Refusal) => ({
  state: agent,
  events: [],
  outcome: { type },
});

/** Creates or replaces the profile. The session, if there is one, goes on. What a newer version added to the profile stays. */
export function putProfile(agent: Agent | undefined, key: AgentKey, profile: Profile): Decided<never> {
  if (!agent) return done({ ...key, profile, endedSessions: [], logoutMarks: [] });
  const {
    name: _,
    email: __,
    agentNumber: ___,
    teamIds: ____,
    securityProfileId: _____,
    protected: ______,
    ...newer
  } = agent.profile;
  return done({ ...agent, profile: { ...newer, ...profile } });
}

export type SignInOutcome =
  | PresenceOutcome<'unknownAgent' | 'alreadySignedIn' | 'beingSignedOut'>
  /** The agent was forced out and cannot sign in until then. */
  | { readonly type: 'held'; readonly heldUntil: Instant };

export interface SignIn {
  readonly sessionId: string;
  readonly status: string;
  readonly statusType: StatusType;
  /**
   * The status is for an agent who has chosen none. One whose session has ended without the agent, with its lease, by a forced
   * logout with a hold or because the client left, has the status chosen before: the client may sign in again by itself.
   */
  readonly isDefaultStatus?: boolean;
  /**
   * The client signs in by itself, and perhaps nobody is there: without a choice the agent has the status chosen last, even in
   * the session that is taken over, and if it is not known, one in which no contact is offered. @default false
   */
  readonly isAutomatic?: boolean;
  readonly ipAddress: IpAddress;
  /**
   * Ends a session that is already there and releases its contacts, instead of being refused: the cure for a ghost session.
   * Not while a forced logout is pending: that one waits for the last contact and nothing else.
   */
  readonly takeOver: boolean;
  /** Ends the session when its client sends no heartbeat for so long. @default - it lasts until it is ended */
  readonly leaseSeconds?: number;
  /** A contact keeps the session alive for so long after that. @default - as long as the contact lasts */
  readonly contactGraceSeconds?: number;
  readonly secretHash?: string;
}

export function signIn(
  agent: Agent | undefined,
  { takeOver, leaseSeconds, contactGraceSeconds, isDefaultStatus = false, isAutomatic = false, ...command }: SignIn,
  now: Instant,
): Decision<Agent | undefined, AgentEvent, SignInOutcome> {
  if (!agent) return refused(agent, 'unknownAgent');
  const until = heldUntil(agent, now);
  if (until !== undefined) return { state: agent, events: [], outcome: { type: 'held', heldUntil: until } };
  if (agent.session?.pendingLogout) return refused(agent, 'beingSignedOut');
  if (agent.session && !takeOver) return refused(agent, 'alreadySignedIn');
  const { state: before, events: ended } = isSignedIn(agent)
    ? endSession(agent, { cause: 'replaced' })
    : { state: { ...agent, endedSessions: agent.endedSessions.map(inShort) }, events: [] };
  const grace = contactGraceSeconds !== undefined && { contactGraceSeconds };
  const lease = leaseSeconds !== undefined && { lease: { seconds: leaseSeconds, lastSeenAt: now, ...grace } };
  const { status, statusType } = (isDefaultStatus && statusBefore(agent, isAutomatic)) || command;
  const signedIn = withSession(withoutReturn(before), {
    ...command,
    status,
    statusType,
    ...lease,
    signedInAt: now,
    statusSince: now,
    contacts: [],
  });
  return done(signedIn, [...ended, { type: 'AgentSignedIn', ...sessionOf(signedIn), status, statusType }]);
}

/** No contact is offered to an agent who may not be there, until a person says so. */
const notKnown: ChosenStatus = { status: 'Unavailable', statusType: 'CUSTOM' };

/** What the agent chose in a session that ended without the agent, or if nobody may be there, chose last. */
function statusBefore({ session, leftSession, endedSessions: [latest] }: Agent, isAutomatic: boolean) {
  const known = leftSession?.session ?? latest?.chosen;
  return isAutomatic ? (session ?? known ?? notKnown) : known;
}

/**
 * During a contact the status chosen is stored, and shown when the contact ends. Choosing a status counts as a sign of
 * life for the lease.
 */
export function changeStatus(
  agent: Agent | undefined,
  { status, statusType }: ChosenStatus,
  now: Instant,
): Decided<'unknownAgent' | 'notSignedIn'> {
  if (!agent) return refused(agent, 'unknownAgent');
  if (!isSignedIn(agent)) return refused(agent, 'notSignedIn');
  const session = withSignOfLife(agent.session, now);
  if (session.status === status && session.statusType === statusType) {
    return done(session === agent.session ? agent : withSession(agent, session));
  }
  return shows(agent, { ...session, status, statusType, statusSince: now });
}

/** The agent's own sign-out. An agent who is busy is not signed out. */
export function signOut(agent: Agent | undefined): Decided<'unknownAgent' | 'alreadySignedOut' | 'busy'> {
  if (!agent) return refused(agent, 'unknownAgent');
  if (!isSignedIn(agent)) return refused(withoutReturn(agent), 'alreadySignedOut');
  if (isBusy(agent.session)) return refused(agent, 'busy');
  const { state, events } = endSession(agent, { cause: 'signedOut', order: orderOfOwnEnd(agent) });
  return done(state, events);
}

/** The agent in the changed session, with an event if others now see another status. */
export function shows(agent: SignedInAgent, session: Session) {
  const previousStatus = shownStatus(agent.session);
  const status = shownStatus(session);
  const changed = { type: 'AgentStatusChanged', ...sessionOf(agent), previousStatus, status } as const;
  return done(withSession(agent, session), status === previousStatus ? [] : [changed]);
}
