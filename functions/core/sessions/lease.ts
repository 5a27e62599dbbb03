import type { Decision } from '../commit.ts';
import { type Instant, seconds } from '../instant.ts';
import { type Agent, isBusy, isSignedIn, type Session, type SignedInAgent } from './agent.ts';
import { type AgentEvent, causes } from './events.ts';
import { type Ended, endSession } from './forced-logout.ts';

/** When a session ends if nothing is heard of its client. */
export const leaseEnds = ({ lease }: Session): Instant | undefined => lease && lease.heardAt + seconds(lease.seconds);

const hasLapsed = (session: Session, now: Instant) => {
  const end = leaseEnds(session);
  return end !== undefined && end <= now;
};

/**
 * Ends a session of whose client nothing was heard for too long. While there is a contact in hand it goes on, for
 * contacts are known to be alive: with the last one it ends, unless its client has been heard of again.
 */
export function endLapsed(agent: SignedInAgent, now: Instant): Ended | undefined {
  if (!hasLapsed(agent.session, now) || isBusy(agent.session)) return undefined;
  return endSession(agent, causes.nothingHeard);
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
  const isHeldOff = isBusy(agent.session) && hasLapsed(agent.session, now);
  return isHeldOff ? now + seconds(agent.session.lease.seconds) : leaseEnds(agent.session);
}
