import type { Decision } from '../commit.ts';
import { type Instant, seconds } from '../instant.ts';
import { type Agent, isBusy, isSignedIn, withoutReturn, withSession } from './agent.ts';
import { type AgentEvent, causes } from './events.ts';
import { endSession } from './forced-logout.ts';
import { isOvertaken } from './lease.ts';

/** The client of a session is about to go, for good or to another page. */
export interface Leave {
  readonly sessionId: string;
  /** By the client's own clock. */
  readonly saidAt: number;
  /** The session ends after so long, unless its client is heard of again; 0: at once, for good if nothing is in hand. */
  readonly withinSeconds: number;
}

/**
 * Has a session end soon, for its client says that it is going. Word that is older than what was heard already, or of
 * a session that the agent is no longer in, changes nothing. With a contact in hand the session ends as its lease does.
 */
export function leave(
  agent: Agent | undefined,
  { sessionId, saidAt, withinSeconds }: Leave,
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
  if (!lease || isOvertaken(lease, saidAt)) return unchanged;
  if (isForGood && !isBusy(session)) {
    const { state, events } = endSession(agent, causes.agentSignedOut, { requestedBy: agent.agentId });
    return { state, events, outcome: undefined };
  }
  const leavesAt = Math.min(now + seconds(withinSeconds), lease.leavesAt ?? Number.POSITIVE_INFINITY);
  return { ...unchanged, state: withSession(agent, { ...session, lease: { ...lease, saidAt, leavesAt } }) };
}
