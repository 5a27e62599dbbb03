import {
  type Agent,
  type EndedSession,
  isBusy,
  isSignedIn,
  type SignedInAgent,
  withoutReturn,
} from '../agents/agent.ts';
import { endSession, orderOfOwnEnd } from '../agents/end-session.ts';
import type { AgentEvent } from '../agents/events.ts';
import type { Decision } from '../change.ts';

/** Why a client's request about its session is refused. */
export type SessionRefusal =
  /** It is over, whether its client knows or not. */
  | 'signedOut'
  /** The agent is in another session, or the secret was never that of any session. */
  | 'notYours';

/** The session that this secret belongs to, if it is the agent's current one. */
export function ownSession(
  agent: Agent | undefined,
  secretHash: string,
): { readonly type: 'own'; readonly agent: SignedInAgent } | { readonly type: SessionRefusal } {
  if (isSignedIn(agent) && agent.session.secretHash === secretHash) return { type: 'own', agent };
  return { type: endedOf(agent, secretHash) ? 'signedOut' : 'notYours' };
}

/** The recently ended session that this secret belongs to. */
export const endedOf = (agent: Agent | undefined, secretHash: string): EndedSession | undefined =>
  agent?.endedSessions.find((ended) => ended.secretHash === secretHash);

/** The agent once the client knows that its session is over. */
export const withReported = (agent: Agent, secretHash: string): Agent => ({
  ...agent,
  endedSessions: agent.endedSessions.map((ended) =>
    ended.secretHash === secretHash ? { ...ended, isReported: true } : ended,
  ),
});

export interface OwnSignOut {
  readonly secretHash: string;
  /** The number that the client gives as cause, 1 to 255. */
  readonly clientCause?: number;
  /** Releases the contacts, instead of being refused because of them. */
  readonly byForce: boolean;
}

export type OwnSignOutOutcome =
  | { readonly type: 'signedOut'; readonly wasBefore: boolean }
  | { readonly type: 'busy' | 'notYours' };

/** An agent's client signs its agent out. */
export function signOutOwn(
  agent: Agent | undefined,
  { secretHash, clientCause, byForce }: OwnSignOut,
): Decision<Agent | undefined, AgentEvent, OwnSignOutOutcome> {
  const refused = (outcome: OwnSignOutOutcome) => ({ state: agent, events: [], outcome });
  const own = ownSession(agent, secretHash);
  if (own.type === 'signedOut') {
    return { state: agent && withoutReturn(agent), events: [], outcome: { type: 'signedOut', wasBefore: true } };
  }
  if (own.type !== 'own') return refused({ type: own.type });
  if (!byForce && isBusy(own.agent.session)) return refused({ type: 'busy' });
  const cause = clientCause === undefined ? { cause: 'signedOut' as const } : { cause: 'client' as const, clientCause };
  const { state, events } = endSession(own.agent, { ...cause, order: orderOfOwnEnd(own.agent) });
  return { state: withReported(state, secretHash), events, outcome: { type: 'signedOut', wasBefore: false } };
}
