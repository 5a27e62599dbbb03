import type { Decision } from '../commit.ts';
import type { Instant } from '../instant.ts';
import {
  type Agent,
  type AgentKey,
  type Channel,
  inShort,
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
import { type AgentEvent, causes } from './events.ts';
import { completePending, endSession, sessionOf } from './forced-logout.ts';
import type { IpAddress } from './ip-range.ts';
import { alive, endLapsed } from './lease.ts';

/** A decision that answers with what became of the command. Outcomes other than `done` changed nothing. */
type Decided<Refusal extends string> = Decision<Agent | undefined, AgentEvent, PresenceOutcome<Refusal>>;

export type PresenceOutcome<Refusal extends string> =
  | { readonly type: 'done'; readonly agent: Agent }
  | { readonly type: Refusal };

const done = <State extends Agent>(agent: State, events: readonly AgentEvent[] = []) => ({
  state: agent,
  events,
  outcome: { type: 'done', agent } as const,
});

const refused = <Refusal extends string>(agent: Agent | undefined, type: Refusal) => ({
  state: agent,
  events: [],
  outcome: { type },
});

/** Writes who the agent is. The session, if there is one, goes on. */
export function putProfile(agent: Agent | undefined, key: AgentKey, profile: Profile): Decided<never> {
  return done(agent ? { ...agent, profile } : { ...key, profile, endedSessions: [], logoutMarks: [] });
}

export interface SignIn {
  readonly sessionId: string;
  readonly status: string;
  readonly statusType: StatusType;
  readonly ipAddress: IpAddress;
  /**
   * Ends a session that is already there, releasing its contacts, instead of being refused: the cure for a ghost session.
   * Not for an agent who was told to go: that logout waits for the last contact, and for nothing else.
   */
  readonly takeOver: boolean;
  /** Ends the session when nothing has been heard of its client for so long. @default it lasts until it is ended */
  readonly leaseSeconds?: number;
  /** A contact in hand holds off that end for so long. @default as long as the contact lasts */
  readonly contactGraceSeconds?: number;
  readonly secretHash?: string;
}

export function signIn(
  agent: Agent | undefined,
  { takeOver, leaseSeconds, contactGraceSeconds, ...command }: SignIn,
  now: Instant,
): Decided<'unknownAgent' | 'alreadySignedIn' | 'beingSignedOut'> {
  if (!agent) return refused(agent, 'unknownAgent');
  if (agent.session?.pendingLogout) return refused(agent, 'beingSignedOut');
  if (agent.session && !takeOver) return refused(agent, 'alreadySignedIn');
  const { state: before, events: ended } = isSignedIn(agent)
    ? endSession(agent, causes.signedInElsewhere)
    : { state: { ...agent, endedSessions: agent.endedSessions.map(inShort) }, events: [] };
  const grace = contactGraceSeconds !== undefined && { contactGraceSeconds };
  const lease = leaseSeconds !== undefined && { lease: { seconds: leaseSeconds, heardAt: now, ...grace } };
  const signedIn = withSession(withoutReturn(before), {
    ...command,
    ...lease,
    signedInAt: now,
    statusSince: now,
    contacts: [],
  });
  const { status, statusType } = command;
  return done(signedIn, [...ended, { type: 'AgentSignedIn', ...sessionOf(signedIn), status, statusType }]);
}

export interface ChangeStatus {
  readonly status: string;
  readonly statusType: StatusType;
}

/**
 * While a contact is in hand, the status chosen is kept and shown when it ends. Whoever chooses one is there, which a
 * lease wants to hear.
 */
export function changeStatus(
  agent: Agent | undefined,
  { status, statusType }: ChangeStatus,
  now: Instant,
): Decided<'unknownAgent' | 'notSignedIn'> {
  if (!agent) return refused(agent, 'unknownAgent');
  if (!isSignedIn(agent)) return refused(agent, 'notSignedIn');
  const session = alive(agent.session, now);
  if (session.status === status && session.statusType === statusType)
    return done(session === agent.session ? agent : withSession(agent, session));
  return shows(agent, { ...session, status, statusType, statusSince: now });
}

/** The agent's own sign-out. An agent who is busy is not signed out. */
export function signOut(agent: Agent | undefined): Decided<'unknownAgent' | 'alreadySignedOut' | 'busy'> {
  if (!agent) return refused(agent, 'unknownAgent');
  if (!isSignedIn(agent)) return refused(withoutReturn(agent), 'alreadySignedOut');
  if (isBusy(agent.session)) return refused(agent, 'busy');
  const { state, events } = endSession(agent, causes.agentSignedOut, { requestedBy: agent.agentId });
  return done(state, events);
}

/** More contacts in one hand than any centre allows, and few enough for the agent's item to stay small. */
export const maximumContacts = 20;

/** A contact begins; saying so twice changes nothing. A logout that waits goes on waiting, now for this contact too. */
export function beginContact(
  agent: Agent | undefined,
  contact: { readonly contactId: string; readonly channel: Channel },
  now: Instant,
): Decided<'unknownAgent' | 'notSignedIn' | 'otherChannel' | 'tooManyContacts'> {
  if (!agent) return refused(agent, 'unknownAgent');
  if (!isSignedIn(agent)) return refused(agent, 'notSignedIn');
  const { contacts } = agent.session;
  const known = contacts.find(({ contactId }) => contactId === contact.contactId);
  if (known) return known.channel === contact.channel ? done(agent) : refused(agent, 'otherChannel');
  if (contacts.length >= maximumContacts) return refused(agent, 'tooManyContacts');
  return shows(agent, { ...agent.session, contacts: [...contacts, { ...contact, beganAt: now }] });
}

/** A contact ends; saying so twice changes nothing. If it was the last, a logout that waited for it is completed. */
export function endContact(agent: Agent | undefined, contactId: string, now: Instant): Decided<'unknownAgent'> {
  if (!agent) return refused(agent, 'unknownAgent');
  if (!isSignedIn(agent)) return done(agent);
  const contacts = agent.session.contacts.filter((contact) => contact.contactId !== contactId);
  if (contacts.length === agent.session.contacts.length) return done(agent);
  const session = { ...agent.session, contacts };
  const completed = completePending(agent, session) ?? endLapsed(withSession(agent, session), now);
  return completed ? done(completed.state, completed.events) : shows(agent, session);
}

/** The agent in the changed session, with an event if others now see another status. */
function shows(agent: SignedInAgent, session: Session) {
  const previousStatus = shownStatus(agent.session);
  const status = shownStatus(session);
  const changed = { type: 'AgentStatusChanged', ...sessionOf(agent), previousStatus, status } as const;
  return done(withSession(agent, session), status === previousStatus ? [] : [changed]);
}
