import type { Decision } from '../commit.ts';
import { type Instant, seconds } from '../instant.ts';
import {
  type Agent,
  isBusy,
  isSignedIn,
  type Lease,
  type LeasedSession,
  type Session,
  type SignedInAgent,
} from './agent.ts';
import { type AgentEvent, causes } from './events.ts';
import { type Ended, endSession } from './forced-logout.ts';
import type { Word } from './ports.ts';

/** When a session ends if nothing is heard of its client. */
export const leaseEnds = ({ lease }: Session): Instant | undefined =>
  lease && Math.min(lease.heardAt + seconds(lease.seconds), lease.leavesAt ?? Number.POSITIVE_INFINITY);

/** A session whose client was heard of just now, and stays. */
export function heard(session: Session, { at, saidAt }: Word): Session {
  if (!session.lease) return session;
  const { leavesAt: _, ...lease } = session.lease;
  return {
    ...session,
    lease: { ...lease, heardAt: Math.max(lease.heardAt, at), ...(saidAt !== undefined && { saidAt }) },
  };
}

/** A session with a sign of life of its agent; a client that is about to go still goes. */
export const alive = (session: Session, now: Instant): Session =>
  session.lease ? { ...session, lease: { ...session.lease, heardAt: Math.max(session.lease.heardAt, now) } } : session;

/** No word is on its way for longer: what seems older still was said by a clock that has been set back. */
const overtakenByAtMost = seconds(60);

/** Whether a client has said something later than this before. */
export const isOvertaken = ({ saidAt: latest }: Lease, saidAt: number | undefined): boolean =>
  latest !== undefined && saidAt !== undefined && saidAt < latest && saidAt >= latest - overtakenByAtMost;

/** Until when a contact in hand holds off the end of a lease. */
const heldUntil = ({ lease }: Session, end: Instant): Instant =>
  lease?.contactGraceSeconds === undefined ? Number.POSITIVE_INFINITY : end + seconds(lease.contactGraceSeconds);

/**
 * Ends a session of whose client nothing was heard for too long, or whose client has gone. While there is a contact in
 * hand it goes on, for contacts are known to be alive: with the last one it ends, unless its client has been heard of
 * again; where the instance wants it, contacts are released after a grace.
 */
export function endLapsed(agent: SignedInAgent, now: Instant): Ended | undefined {
  const { session } = agent;
  const { lease } = session;
  const end = leaseEnds(session);
  if (!lease || end === undefined || end > now) return undefined;
  if (isBusy(session) && heldUntil(session, end) > now) return undefined;
  const order = orderOf(session);
  if (lease.leavesAt !== end) return endSession(agent, causes.nothingHeard, order);
  const { state, events } = endSession(agent, causes.agentSignedOut, { requestedBy: agent.agentId, ...order });
  if (session.pendingLogout) return { state, events };
  return { state: { ...state, leftSession: { session: emptied({ ...session, lease }), endedAt: now } }, events };
}

/** A session as its client finds it who comes back to it. Where that is told is kept with the session that is over. */
function emptied({ connections: _, ...session }: LeasedSession): LeasedSession {
  return { ...session, contacts: [] };
}

/** Who has ordered a logout that was still waiting. */
function orderOf({ pendingLogout }: Session) {
  if (!pendingLogout) return {};
  const { requestedAt: _, ...order } = pendingLogout;
  return order;
}

/** An agent's alarm rings: the session ends if its lease has. Nothing ends early. */
export function expireLease(
  agent: Agent | undefined,
  now: Instant,
): Decision<Agent | undefined, AgentEvent, undefined> {
  const ended = isSignedIn(agent) ? endLapsed(agent, now) : undefined;
  return { state: ended?.state ?? agent, events: ended?.events ?? [], outcome: undefined };
}

/**
 * When an agent is to be looked at: at the end of the lease, be it past. While a contact in hand holds off that end, again
 * and again: an alarm that rings while the last contact is ending finds it still there, and must not be the last.
 */
export function lookAt(agent: Agent | undefined, now: Instant): Instant | undefined {
  if (!isSignedIn(agent) || !agent.session.lease) return undefined;
  const end = leaseEnds(agent.session);
  if (end === undefined || end > now || !isBusy(agent.session)) return end;
  return Math.min(heldUntil(agent.session, end), now + seconds(agent.session.lease.seconds));
}
