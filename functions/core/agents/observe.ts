import type { Decision } from '../change.ts';
import { type Instant, seconds } from '../instant.ts';
import {
  type Agent,
  type AgentKey,
  type Contact,
  isSignedIn,
  offline,
  type Seen,
  type Session,
  type SignedInAgent,
  shownStatus,
  withoutReturn,
  withSession,
} from './agent.ts';
import { isWorking, type Observation, type Observed, type ObservedContact, type Unobserved } from './backend.ts';
import { maximumContacts } from './contacts.ts';
import { deadlineMember } from './deadline.ts';
import { sessionOf, signedOut } from './end-session.ts';
import type { AgentEvent } from './events.ts';
import { takenOutAgain } from './hold.ts';
import { unknownAddress } from './ip-range.ts';
import type { PendingLogout } from './logout-order.ts';

type Decided = Decision<Agent | undefined, AgentEvent, undefined>;

/**
 * The agent as the backend that owns it shows it. Observations arrive late, twice and out of order: an older one than the
 * last changes nothing, and neither does one with a status that began before the one seen last, or before the latest session
 * ended.
 *
 * @param sessionId the id of the session that begins, if one does
 */
export function observe(agent: Agent | undefined, key: AgentKey, observation: Observation, sessionId: string): Decided {
  if (agent?.seen && observation.at < agent.seen.at) return unchanged(agent);
  if (!isWorking(observation)) return agent ? observeNobody(agent, observation) : unchanged(agent);
  const known = withTeams(agent ?? newAgent(key), observation);
  const { since } = observation.status;
  if (isSignedIn(known))
    return since < (known.seen?.statusSince ?? since) ? unchanged(agent) : observeSession(known, observation);
  if (isFormer(known, observation)) return unchanged(agent);
  return beginSession(known, observation, sessionId);
}

/**
 * Whether a status is one of the session that has ended. One that began in the very millisecond in which the session ended
 * follows it, unless it was seen before that and the picture may be an old one.
 */
function isFormer({ signedOutAt, seen, owedOffline }: Agent, { at, status: { since } }: Observed): boolean {
  if (signedOutAt === undefined || since > signedOutAt) return false;
  const isKnown = since === (seen?.statusSince ?? since);
  if (since < signedOutAt || owedOffline !== undefined) return true;
  return isKnown && at < signedOutAt + longestLag;
}

const unchanged = (agent: Agent | undefined): Decided => ({ state: agent, events: [], outcome: undefined });

/** Whoever has not been imported yet has no name. */
export const newAgent = ({ instanceId, agentId }: AgentKey): Agent => ({
  instanceId,
  agentId,
  profile: { name: '', email: '', agentNumber: '', teamIds: [] },
  endedSessions: [],
  logoutMarks: [],
});

function withTeams(agent: Agent, { teamIds }: Observed): Agent {
  const { profile } = agent;
  if (!teamIds || sameMembers(profile.teamIds, teamIds)) return agent;
  return { ...agent, profile: { ...profile, teamIds } };
}

/** Whether two lists without repeats have the same members, in any order. */
export const sameMembers = (some: readonly string[], others: readonly string[]) =>
  some.length === others.length && some.every((member) => others.includes(member));

/**
 * One absence proves nothing: while its state changes, an agent may be on no page of the backend's list. A page that is open
 * keeps its session until its lease ends, unless a forced logout waits for this.
 */
function observeNobody(agent: Agent, observation: Unobserved): Decided {
  const { at, type, isEvent = false } = observation;
  const absentSince = agent.seen?.absentSince;
  const isCertain = type === 'offline' || at > (absentSince ?? at);
  if (!isCertain) {
    const isAwaited = isSignedIn(agent) || agent.owedOffline !== undefined;
    return absentSince !== undefined || !isAwaited
      ? unchanged(agent)
      : unchanged({ ...agent, seen: { ...agent.seen, at, absentSince: at } });
  }
  const seen = { ...(agent.seen?.statusSince !== undefined && { statusSince: agent.seen.statusSince }), at };
  const signedOutAt = wentOfflineAt(agent, observation);
  if (!isSignedIn(agent)) {
    const isLatest = isEvent && at > (agent.seen?.at ?? Number.NEGATIVE_INFINITY);
    if (!agent.owedOffline && !isLatest) return unchanged(agent);
    const { owedOffline: _, ...told } = agent;
    return unchanged({ ...told, ...(isEvent && { signedOutAt: latest(agent.signedOutAt, signedOutAt) }), seen });
  }
  const { session } = agent;
  if (session.lease && !session.pendingLogout) {
    const left = { ...session, status: offline, statusType: 'CUSTOM', contacts: [] } as const;
    return shows({ ...agent, seen }, left, { before: agent, isEvent });
  }
  const { state, events } = endUnseen({ ...agent, seen });
  return { state: { ...state, signedOutAt: latest(agent.signedOutAt, signedOutAt) }, events, outcome: undefined };
}

const latest = (some: Instant | undefined, other: Instant) => Math.max(some ?? other, other);

/** A backend may show for so long what is no longer true. */
const longestLag = seconds(30);

/**
 * When an agent whom a backend no longer shows went offline there. It may be much earlier than it is noticed, and a status that
 * the agent has chosen since then begins a new session. Whoever is only absent may have been away for longer than it seems.
 */
function wentOfflineAt({ seen }: Agent, { at, type, since }: Unobserved): Instant {
  if (type === 'offline') return Math.min(since ?? at, at);
  return Math.max((seen?.absentSince ?? at) - longestLag, seen?.statusSince ?? Number.NEGATIVE_INFINITY);
}

/** Ends the session of an agent whom the backend shows no more: by the order that waited for it, or by the agent. */
export function endUnseen(agent: SignedInAgent) {
  const { pendingLogout, contacts } = agent.session;
  const end = pendingLogout
    ? ({ cause: 'forced', order: pendingLogout.order, ...atDeadline(pendingLogout) } as const)
    : ({ cause: 'signedOut', order: { requestedBy: agent.agentId } } as const);
  const released = pendingLogout?.inBackend?.timing === 'immediate' ? contacts.map(({ contactId }) => contactId) : [];
  return signedOut(agent, end, released);
}

/** Whether a logout that ends now has waited until its deadline. */
const atDeadline = ({ stage, inBackend }: PendingLogout): { readonly atDeadline?: true } =>
  stage === 'due' && inBackend?.timing === 'immediate' ? { atDeadline: true } : {};

function observeSession(agent: SignedInAgent, observation: Observed): Decided {
  const { session } = agent;
  const { status, isGoingOffline } = observation;
  const isSame = session.status === status.name && session.statusType === status.type;
  const next: Session = {
    ...session,
    status: status.name,
    statusType: status.type,
    statusSince: isSame ? session.statusSince : status.since,
    ...contactsAndEnd(session, observation),
  };
  const known = { ...agent, seen: { at: observation.at, statusSince: status.since } };
  const { pendingLogout } = next;
  const waiting = pendingLogout?.inBackend;
  const isNews = isGoingOffline && waiting?.timing === 'afterContact' && !waiting.isDeferred;
  const shown = { before: agent, isEvent: observation.isEvent ?? false };
  if (!isNews || !pendingLogout) return shows(known, next, shown);
  const inBackend = { ...waiting, isDeferred: true } as const;
  const { state, events } = shows(known, { ...next, pendingLogout: { ...pendingLogout, inBackend } }, shown);
  const deferred = {
    type: 'AgentLogoutDeferred',
    ...sessionOf(agent),
    order: pendingLogout.order,
    status: shownStatus(next),
    contactIds: next.contacts.map(({ contactId }) => contactId),
    ...deadlineMember(pendingLogout),
  } as const;
  return { state, events: [...events, deferred], outcome: undefined };
}

const isLive = ({ phase }: ObservedContact) => phase === 'ringing' || phase === 'connected';

/** What the agent handles: contacts that ring or are connected. */
function contactsOf({ contacts }: Pick<Session, 'contacts'>, observation: Observed): readonly Contact[] {
  const shown = observation.contacts.filter(isLive).slice(0, maximumContacts);
  const next = shown.map(
    ({ contactId, channel, since }) =>
      contacts.find((contact) => contact.contactId === contactId) ?? { contactId, channel, beganAt: since },
  );
  return next.length === contacts.length && next.every((contact, place) => contact === contacts[place])
    ? contacts
    : next;
}

/** What the agent handles, and when the latest contact ended if one has since the last look. */
function contactsAndEnd(session: Session, observation: Observed): Pick<Session, 'contacts' | 'lastContactEndedAt'> {
  const contacts = contactsOf(session, observation);
  const hasEnded = session.contacts.some(({ contactId }) => !contacts.some((each) => each.contactId === contactId));
  return { contacts, ...(hasEnded && { lastContactEndedAt: observation.at }) };
}

function beginSession(agent: Agent, observation: Observed, sessionId: string): Decided {
  const { at, status } = observation;
  const { owedOffline: _, ...rest } = withoutReturn(agent);
  const session: Session = {
    sessionId,
    // Whoever was there when a forced logout was requested may be noticed after it.
    signedInAt: Math.min(status.since, at),
    status: status.name,
    statusType: status.type,
    statusSince: status.since,
    ipAddress: unknownAddress,
    contacts: contactsOf({ contacts: [] }, observation),
  };
  const signedIn = withSession({ ...rest, seen: { at, statusSince: status.since } }, session);
  const event = {
    type: 'AgentSignedIn',
    ...sessionOf(signedIn),
    status: status.name,
    statusType: status.type,
  } as const;
  return { state: takenOutAgain(signedIn, at), events: [event], outcome: undefined };
}

/**
 * The agent in the changed session, with an event if others now see another status. Nothing is written for the same picture,
 * unless an event is the latest one.
 */
function shows(
  agent: SignedInAgent & { readonly seen: Seen },
  session: Session,
  { before, isEvent }: { readonly before: SignedInAgent; readonly isEvent: boolean },
): Decided {
  const previousStatus = shownStatus(before.session);
  const status = shownStatus(session);
  if (status !== previousStatus) {
    const changed = { type: 'AgentStatusChanged', ...sessionOf(agent), previousStatus, status } as const;
    return { state: withSession(agent, session), events: [changed], outcome: undefined };
  }
  const isSame =
    !(isEvent && before.seen?.at !== agent.seen.at) &&
    before.seen?.absentSince === undefined &&
    before.seen?.statusSince === agent.seen.statusSince &&
    before.profile === agent.profile &&
    before.session.status === session.status &&
    before.session.statusType === session.statusType &&
    before.session.contacts === session.contacts &&
    before.session.pendingLogout === session.pendingLogout;
  return unchanged(isSame ? before : withSession(agent, session));
}
