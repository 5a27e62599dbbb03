import { type Agent, isBusy, isSignedIn, withoutReturn, withSession } from '../agents/agent.ts';
import { endSession, orderOfOwnEnd } from '../agents/end-session.ts';
import type { AgentEvent } from '../agents/events.ts';
import { isOvertaken } from '../agents/lease.ts';
import type { Decision } from '../change.ts';
import { type Instant, seconds } from '../instant.ts';

/** The client of a session announces that it leaves, for good or to another page. */
export interface Leave {
  readonly sessionId: string;
  /** By the client's own clock. */
  readonly sentAt: number;
  /** The session ends after this time, unless a heartbeat arrives first; 0: at once, or with the last contact, and for good. */
  readonly withinSeconds: number;
}

/**
 * Ends a session soon, because its client leaves. A message that is older than one received before, or that is about a
 * session other than the agent's current one, changes nothing. With a contact the session ends as at the end
 * of its lease, but if the client leaves for good no heartbeat keeps it any longer than the contact: one of another tab may cross.
 */
export function leave(
  agent: Agent | undefined,
  { sessionId, sentAt, withinSeconds }: Leave,
  now: Instant,
): Decision<Agent | undefined, AgentEvent, undefined> {
  const unchanged = { state: agent, events: [], outcome: undefined };
  const isForGood = withinSeconds === 0;
  if (isForGood && agent?.leftSession?.session.sessionId === sessionId) {
    return { ...unchanged, state: withoutReturn(agent) };
  }
  if (!isSignedIn(agent) || agent.session.sessionId !== sessionId) return unchanged;
  const { session } = agent;
  const { lease } = session;
  if (!lease || isOvertaken(lease, sentAt)) return unchanged;
  if (isForGood && !isBusy(session)) {
    const { state, events } = endSession(agent, { cause: 'signedOut', order: orderOfOwnEnd(agent) });
    return { state, events, outcome: undefined };
  }
  const leavesAt = Math.min(now + seconds(withinSeconds), lease.leavesAt ?? Number.POSITIVE_INFINITY);
  const leaving = {
    ...session,
    lease: { ...lease, sentAt, leavesAt },
    ...(isForGood && { leavesForGood: true as const }),
  };
  return { ...unchanged, state: withSession(agent, leaving) };
}
