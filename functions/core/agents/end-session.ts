import { type Agent, type EndedSession, type SignedInAgent, shownStatus } from './agent.ts';
import { endedContactsAfterSession } from './ended-contacts.ts';
import type { AgentEvent } from './events.ts';
import { type LogoutOrder, withoutOrigin } from './logout-order.ts';
import { stoppedWithSession } from './rules/ending-contacts.ts';

type SignedOut = Extract<AgentEvent, { type: 'AgentSignedOut' }>;

/** Why a session ends, and by whose order. */
export type SessionEnd = Pick<SignedOut, 'cause' | 'clientCause' | 'order' | 'atDeadline'>;

/** The agent after the session, and what happened on the way. */
export interface Ended {
  readonly state: Agent;
  readonly events: readonly AgentEvent[];
}

/** What names a session in its events. */
export const sessionOf = ({ instanceId, agentId, session: { sessionId } }: SignedInAgent) => ({
  instanceId,
  agentId,
  sessionId,
});

/** The order by which a session ends that its agent, or the agent's client, ends: one that waits comes to its end, too. */
export const orderOfOwnEnd = ({ agentId, session }: SignedInAgent): LogoutOrder =>
  session.pendingLogout?.order ?? { requestedBy: agentId };

/** Ends the session now. Contacts are released first. */
export function endSession(agent: SignedInAgent, end: SessionEnd): Ended {
  const { contacts } = agent.session;
  const released = contacts.map(
    ({ contactId, channel }) => ({ type: 'ContactReleased', ...sessionOf(agent), contactId, channel }) as const,
  );
  const { state, events } = signedOut(
    agent,
    end,
    contacts.map(({ contactId }) => contactId),
  );
  return { state, events: [...released, ...events] };
}

/**
 * The agent signed out, with the event. Its previous status is the one others saw last: for a logout that waited, that of
 * the contact it waited for.
 */
export const signedOut = (agent: SignedInAgent, end: SessionEnd, releasedContactIds: readonly string[]): Ended => ({
  state: withoutSession(agent, end),
  events: [
    ...stoppedWithSession(agent),
    {
      type: 'AgentSignedOut',
      ...sessionOf(agent),
      ...end,
      previousStatus: shownStatus(agent.session),
      releasedContactIds,
    },
  ],
});

/** The latest session, and one before it whose end its client may not know yet. */
const endedSessionsKept = 2;

/** Whether the client may sign in again by itself, when it is back or when the hold has ended. It then needs the status. */
export const isClientBack = ({ cause, order }: Pick<SessionEnd, 'cause' | 'order'>) =>
  cause === 'leaseExpired' || (cause === 'forced' && order?.holdMinutes !== undefined);

/** The same agent signed out. A session with a lease or a secret is remembered, because its client may ask about it. */
function withoutSession({ session, ...before }: SignedInAgent, end: SessionEnd): Agent {
  const { cause, order } = end;
  const agent = { ...before, ...endedContactsAfterSession(before) };
  const { sessionId, secretHash, signedInAt, lease, connections, status, statusType } = session;
  if (!lease && secretHash === undefined) return agent;
  const ended: EndedSession = {
    sessionId,
    signedInAt,
    cause,
    isReported: false,
    ...(isClientBack(end) && { chosen: { status, statusType } }),
    ...(secretHash !== undefined && { secretHash }),
    ...(order && { order: withoutOrigin(order) }),
    ...(connections && { connections }),
  };
  const unreported = agent.endedSessions.filter(({ isReported }) => !isReported).map(inShort);
  return { ...agent, endedSessions: [ended, ...unreported].slice(0, endedSessionsKept) };
}

/** What is kept of an ended session once there is a later one. This keeps the agent's item small. */
export const inShort = ({ order: _, connections: __, chosen: ___, ...ended }: EndedSession): EndedSession => ended;
