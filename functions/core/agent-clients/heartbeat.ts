import {
  type Agent,
  type AgentKey,
  type EndedSession,
  isSignedIn,
  type SignedInAgent,
  shownStatus,
  withSession,
} from '../agents/agent.ts';
import type { ChangeAgent } from '../agents/change-agent.ts';
import { sessionOf } from '../agents/end-session.ts';
import type { AgentEvent } from '../agents/events.ts';
import { heldUntil } from '../agents/hold.ts';
import { type IpAddress, unknownAddress } from '../agents/ip-range.ts';
import type { Heartbeat } from '../agents/lease.ts';
import {
  heartbeatSpacing,
  isLateHeartbeat,
  isTooClose,
  returnsUntil,
  withAddress,
  withHeartbeat,
  withSignOfLife,
} from '../agents/lease.ts';
import type { AgentStore } from '../agents/ports.ts';
import type { Decision } from '../change.ts';
import type { Instant } from '../instant.ts';
import type { Clock } from '../ports.ts';

export type SessionState =
  | { readonly type: 'goesOn' }
  /** The session is over. `ended` is absent if two other sessions have ended since, `heldUntil` if the agent can sign in. */
  | { readonly type: 'over'; readonly ended?: EndedSession; readonly heldUntil?: Instant }
  | { readonly type: 'unknownAgent' };

export interface ClientHeartbeat {
  readonly sessionId: string;
  /** By the client's own clock. @default - later than everything the client has sent */
  readonly sentAt?: number;
  /** The address it came from. @default - it came through a server of the centre */
  readonly from?: IpAddress | undefined;
}

interface Ports {
  readonly agents: Pick<AgentStore, 'recordHeartbeat'>;
  readonly changeAgent: ChangeAgent;
  readonly clock: Clock;
}

/** A heartbeat of a session's client: one write, unless the session is over or the heartbeat too close to others. */
export function makeHeartbeat({ agents, changeAgent, clock }: Ports) {
  return async (key: AgentKey, heartbeat: ClientHeartbeat): Promise<SessionState> => {
    const { sessionId, ...sent } = heartbeat;
    if (await agents.recordHeartbeat(key, { sessionId }, { at: clock.now(), ...sent })) return { type: 'goesOn' };
    return changeAgent(key, (agent, now) => comeBack(agent, heartbeat, now));
  };
}

/** Whether a session goes on, for a client that only asks. */
export function stateOfSession(agent: Agent | undefined, sessionId: string, now: Instant): SessionState {
  if (!agent) return { type: 'unknownAgent' };
  if (agent.session?.sessionId === sessionId) return { type: 'goesOn' };
  const ended = agent.endedSessions.find((each) => each.sessionId === sessionId);
  const until = heldUntil(agent, now);
  return { type: 'over', ...(ended && { ended }), ...(until !== undefined && { heldUntil: until }) };
}

/**
 * Resumes the session that has just ended because its client left: the client was loading another page. Not after the
 * agent has signed in again or was forced out since.
 */
function comeBack(
  agent: Agent | undefined,
  { sessionId, sentAt, from }: ClientHeartbeat,
  now: Instant,
): Decision<Agent | undefined, AgentEvent, SessionState> {
  const unchanged = { state: agent, events: [], outcome: stateOfSession(agent, sessionId, now) };
  if (!agent) return unchanged;
  const heartbeat = { at: now, sentAt, from };
  if (isSignedIn(agent) && agent.session.sessionId === sessionId) {
    return { ...unchanged, state: withLateHeartbeat(agent, heartbeat) };
  }
  const { leftSession, ...rest } = agent;
  const hasLeft = leftSession?.session.sessionId === sessionId && now <= returnsUntil(leftSession);
  if (!hasLeft || heldUntil(agent, now) !== undefined || isLateHeartbeat(leftSession.session.lease, sentAt))
    return unchanged;
  const ended = agent.endedSessions.find((each) => each.sessionId === sessionId);
  // If the page was never closed, its connections are still open.
  const session = { ...leftSession.session, ...(ended?.connections && { connections: ended.connections }) };
  const endedSessions = rest.endedSessions.filter((each) => each !== ended);
  const back = withSession({ ...rest, endedSessions }, withHeartbeat(session, heartbeat));
  const { status, statusType } = session;
  const signedIn = { type: 'AgentSignedIn', ...sessionOf(back), status, statusType } as const;
  const shown = shownStatus(back.session);
  const changed = { type: 'AgentStatusChanged', ...sessionOf(back), previousStatus: status, status: shown } as const;
  return {
    state: back,
    // A contact may have begun while the page was loading.
    events: shown === status ? [signedIn] : [signedIn, changed],
    outcome: { type: 'goesOn' },
  };
}

/**
 * The agent after a heartbeat that the store did not record. The first with an address is recorded here. One that is too
 * close to others changes nothing, so that a flood of them is no obstacle to changes of others. One that a later message has
 * overtaken is a sign of life all the same, but does not keep a client that has announced its leaving since.
 */
function withLateHeartbeat(agent: SignedInAgent, heartbeat: Heartbeat): Agent {
  const { session } = agent;
  if (!session.lease) return agent;
  const isLocated = heartbeat.from !== undefined && session.ipAddress === unknownAddress;
  if (isTooClose(session.lease, heartbeat) && !isLocated) return agent;
  if (!isLateHeartbeat(session.lease, heartbeat.sentAt)) return withSession(agent, withHeartbeat(session, heartbeat));
  const isNews = isLocated || heartbeat.at >= session.lease.lastSeenAt + heartbeatSpacing;
  return isNews && session.lease.leavesAt === undefined
    ? withSession(agent, withSignOfLife(withAddress(session, heartbeat.from), heartbeat.at))
    : agent;
}
