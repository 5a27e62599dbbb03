import type { Decision } from '../change.ts';
import { type Instant, minutes, seconds } from '../instant.ts';
import {
  type Agent,
  isBusy,
  isSignedIn,
  type Lease,
  type LeasedSession,
  type LeftSession,
  type Session,
  type SignedInAgent,
  withSession,
} from './agent.ts';
import { type Ended, endSession, orderOfOwnEnd } from './end-session.ts';
import type { AgentEvent } from './events.ts';
import { type IpAddress, unknownAddress } from './ip-range.ts';

/** How sessions of an instance behave. */
export interface AgentSettings {
  /**
   * After the lease of a session has expired, a contact keeps the session alive for this many seconds and is then
   * released. `off`: for as long as the contact lasts.
   */
  readonly contactGraceSeconds: number | 'off';
}

/** The settings of an instance that has chosen none. */
export const defaultAgentSettings: AgentSettings = { contactGraceSeconds: 'off' };

/** A sign of life of a session's client. */
export interface Heartbeat {
  /** When the server received it. */
  readonly at: Instant;
  /** When the client sent it, by its own clock. */
  readonly sentAt?: number | undefined;
  /** The address it came from. The first one is recorded for a session whose address is not known. */
  readonly from?: IpAddress | undefined;
}

/**
 * Within this time two heartbeats are recorded, and further ones change nothing: a client that floods its own session keeps
 * nobody from changing it. The session may then end this much sooner after its last heartbeat. Two, because the heartbeat
 * of a page that has just loaded may follow another one at once, and is what shows that the message of the page before,
 * that it leaves, arrives late.
 */
export const heartbeatSpacing = seconds(3);

/** Whether a heartbeat follows two others too closely to be recorded. One that cancels a leaving is always recorded. */
export const isTooClose = ({ previouslySeenAt, leavesAt }: Lease, { at }: Heartbeat): boolean =>
  leavesAt === undefined && at < (previouslySeenAt ?? Number.NEGATIVE_INFINITY) + heartbeatSpacing;

/** When a session ends if no further heartbeat arrives. */
export const leaseEnds = ({ lease }: Session): Instant | undefined => lease && endOf(lease);

const endOf = ({ lastSeenAt, leavesAt, ...lease }: Lease): Instant =>
  Math.min(lastSeenAt + seconds(lease.seconds), leavesAt ?? Number.POSITIVE_INFINITY);

/** The session after a heartbeat; a client that had announced its leaving stays. */
export function withHeartbeat(session: Session, { at, sentAt, from }: Heartbeat): Session {
  if (!session.lease) return session;
  const { leavesAt: _, ...lease } = session.lease;
  return {
    ...withAddress(session, from),
    lease: {
      ...lease,
      previouslySeenAt: lease.lastSeenAt,
      lastSeenAt: Math.max(lease.lastSeenAt, at),
      ...(sentAt !== undefined && { sentAt }),
    },
  };
}

/** The session of a client at this address. */
export const withAddress = (session: Session, from: IpAddress | undefined): Session =>
  from !== undefined && session.ipAddress === unknownAddress ? { ...session, ipAddress: from } : session;

/** The session after something else that only a present agent does; a client that has announced its leaving still leaves. */
export const withSignOfLife = (session: Session, now: Instant): Session =>
  session.lease
    ? { ...session, lease: { ...session.lease, lastSeenAt: Math.max(session.lease.lastSeenAt, now) } }
    : session;

/** Whether the client has sent a later message than this one. */
export const isOvertaken = ({ sentAt: latest }: Lease, sentAt: number | undefined): boolean =>
  (sentAt ?? Number.POSITIVE_INFINITY) < (latest ?? Number.NEGATIVE_INFINITY);

/** No heartbeat is under way for longer. One that seems older comes from a client whose clock was set back. */
const overtakenByAtMost = seconds(60);

/** Whether a heartbeat has been overtaken, and not sent after the client's clock was set back. */
export const isLateHeartbeat = (lease: Lease, sentAt: number | undefined): boolean =>
  isOvertaken(lease, sentAt) && (sentAt ?? 0) >= (lease.sentAt ?? 0) - overtakenByAtMost;

/** The instant until which a contact keeps a session alive after its lease has expired. */
const heldUntil = (lease: Lease): Instant =>
  lease.contactGraceSeconds === undefined
    ? Number.POSITIVE_INFINITY
    : endOf(lease) + seconds(lease.contactGraceSeconds);

/**
 * Ends a session whose lease has expired or whose client has left. A contact keeps it alive, because the contact shows
 * that the agent is there: the session then ends with the last contact, unless a heartbeat arrives first, or after the
 * grace of the instance, which releases the contacts. No heartbeat keeps the session of an agent who has signed out, and
 * nobody comes back to it.
 */
export function endLapsed(agent: SignedInAgent, now: Instant): Ended | undefined {
  const { session } = agent;
  const { lease, pendingLogout, leavesForGood = false } = session;
  if (!lease || (endOf(lease) > now && !isDone(session))) return undefined;
  if (isBusy(session) && heldUntil(lease) > now) return undefined;
  const order = pendingLogout?.order;
  if (!leavesForGood && lease.leavesAt !== endOf(lease))
    return endSession(agent, { cause: 'leaseExpired', ...(order && { order }) });
  const { state, events } = endSession(agent, { cause: 'signedOut', order: orderOfOwnEnd(agent) });
  if (pendingLogout || leavesForGood) return { state, events };
  return { state: { ...state, leftSession: { session: emptied({ ...session, lease }), endedAt: now } }, events };
}

/** Whether the agent has signed out during contacts that have ended. */
const isDone = (session: Session) => session.leavesForGood === true && !isBusy(session);

/** As long as it takes to load another page, and a little more. */
const mayReturnFor = seconds(10);

/** Until when the client of a session that it has left may come back to it. */
export const returnsUntil = ({ endedAt }: Pick<LeftSession, 'endedAt'>): Instant => endedAt + mayReturnFor;

/** Whether the agent's client has just left and may still come back to the session. */
export const mayReturn = (agent: Agent | undefined, now: Instant): boolean =>
  agent?.leftSession !== undefined && now <= returnsUntil(agent.leftSession);

/** Whether the agent is signed in, or loads a page and may come back: whom a forced logout reaches. */
export const isThere = (agent: Agent | undefined, now: Instant): agent is Agent =>
  isSignedIn(agent) || mayReturn(agent, now);

/** A session as its client finds it when it comes back. Its connections are kept with the ended session. */
function emptied({ connections: _, ...session }: LeasedSession): LeasedSession {
  return { ...session, contacts: [] };
}

/**
 * Ends the session if its lease has expired. Nothing ends early.
 *
 * @param crowdedOutUntil heartbeats may have been refused until then without a fault of the client
 */
export function expireLease(
  agent: Agent | undefined,
  now: Instant,
  crowdedOutUntil?: Instant,
): Decision<Agent | undefined, AgentEvent, undefined> {
  const excused = isSignedIn(agent) ? withExcuse(agent, now, crowdedOutUntil) : agent;
  const ended = isSignedIn(excused) ? endLapsed(excused, now) : undefined;
  return { state: ended?.state ?? excused, events: ended?.events ?? [], outcome: undefined };
}

/** The agent whose lease would expire: if heartbeats were crowded out since the last one, the lease begins again after that. */
function withExcuse(agent: SignedInAgent, now: Instant, crowdedOutUntil: Instant | undefined): SignedInAgent {
  const { session } = agent;
  const { lease } = session;
  if (!lease || endOf(lease) > now || lease.leavesAt !== undefined) return agent;
  const excusedUntil = Math.min(now, crowdedOutUntil ?? lease.lastSeenAt);
  return excusedUntil <= lease.lastSeenAt ? agent : withSession(agent, withSignOfLife(session, excusedUntil));
}

/** How often a session is looked at that a contact keeps alive. The end of the contact sets a wake-up of its own. */
const whileBusy = minutes(10);

/**
 * The agent's next wake-up: the end of the lease, even if it has passed. During a contact the lease ends nothing before the
 * grace of the instance is over. There is always a next one, because heartbeats move the lease and set none.
 */
export function nextWakeUp(agent: Agent | undefined, now: Instant): Instant | undefined {
  if (!isSignedIn(agent)) return undefined;
  const { session } = agent;
  const { lease } = session;
  if (lease && isDone(session)) return now;
  return lease && isBusy(session) ? Math.min(heldUntil(lease), now + whileBusy) : leaseEnds(session);
}
