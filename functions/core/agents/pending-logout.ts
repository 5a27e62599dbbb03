import type { Instant } from '../instant.ts';
import { isBusy, type Session, type SignedInAgent, shownStatus, withSession } from './agent.ts';
import { deadlineMember, prevails } from './deadline.ts';
import { type Ended, sessionOf, signedOut } from './end-session.ts';
import { withLongerHold } from './hold.ts';
import type { LogoutOrder } from './logout-order.ts';

// A forced logout with the timing `afterContact`: it waits for the last contact of the session, or for its deadline.

/** Records that the session ends with its last contact. An order that is waiting already stays, unless the new one prevails. */
export function deferLogout(agent: SignedInAgent, order: LogoutOrder, requestedAt: Instant): Ended {
  const { session } = agent;
  const waiting = session.pendingLogout;
  const pending = { order: waiting ? withLongerHold(order, waiting.order) : order, requestedAt };
  if (waiting && !prevails(pending, waiting)) {
    const kept = withLongerHold(waiting.order, order);
    if (kept === waiting.order) return { state: agent, events: [] };
    return { state: withSession(agent, { ...session, pendingLogout: { ...waiting, order: kept } }), events: [] };
  }
  return {
    state: withSession(agent, { ...session, pendingLogout: pending }),
    events: [
      {
        type: 'AgentLogoutDeferred',
        ...sessionOf(agent),
        order: pending.order,
        status: shownStatus(session),
        contactIds: session.contacts.map(({ contactId }) => contactId),
        ...deadlineMember(pending),
      },
    ],
  };
}

/** Ends the session for the logout that waited, if the session has no contact any more. */
export function completePending(agent: SignedInAgent, session: Session): Ended | undefined {
  if (!session.pendingLogout || isBusy(session)) return undefined;
  return signedOut(agent, { cause: 'forced', order: session.pendingLogout.order }, []);
}
