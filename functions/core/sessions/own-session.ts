import type { Decision } from '../commit.ts';
import { type Agent, type EndedSession, isBusy, isSignedIn, type SignedInAgent, withoutReturn } from './agent.ts';
import { type AgentEvent, causes, type LogoutCause } from './events.ts';
import { endSession } from './forced-logout.ts';

/** Why a client's request about its session is refused. */
export type SessionRefusal =
  /** It is over, whether its client knows or not. */
  | 'signedOut'
  /** The agent is in another session, or the secret never was of any. */
  | 'notYours';

/** Whose session a request is of, if it proves to be of one. */
export function ownSession(
  agent: Agent | undefined,
  secretHash: string,
): { readonly type: 'own'; readonly agent: SignedInAgent } | { readonly type: SessionRefusal } {
  if (isSignedIn(agent) && agent.session.secretHash === secretHash) return { type: 'own', agent };
  return { type: endedOf(agent, secretHash) ? 'signedOut' : 'notYours' };
}

export type OwnSignOutOutcome =
  | { readonly type: 'signedOut'; readonly wasBefore: boolean }
  | { readonly type: 'busy' | 'notYours' };

/**
 * An agent's client signs its agent out. Unless by force, an agent who is busy is not signed out; by force the contacts
 * are released first.
 */
export function signOutOwn(
  agent: Agent | undefined,
  { secretHash, cause = causes.agentSignedOut, byForce }: { secretHash: string; cause?: LogoutCause; byForce: boolean },
): Decision<Agent | undefined, AgentEvent, OwnSignOutOutcome> {
  const refused = (outcome: OwnSignOutOutcome) => ({ state: agent, events: [], outcome });
  const own = ownSession(agent, secretHash);
  if (own.type === 'signedOut') {
    return { state: agent && withoutReturn(agent), events: [], outcome: { type: 'signedOut', wasBefore: true } };
  }
  if (own.type !== 'own') return refused({ type: own.type });
  if (!byForce && isBusy(own.agent.session)) return refused({ type: 'busy' });
  const { state, events } = endSession(own.agent, cause, { requestedBy: own.agent.agentId });
  return { state: toldOf(state, secretHash), events, outcome: { type: 'signedOut', wasBefore: false } };
}

/** The session of this secret, if it is over and not long ago. */
export const endedOf = (agent: Agent | undefined, secretHash: string): EndedSession | undefined =>
  agent?.endedSessions.find((ended) => ended.secretHash === secretHash);

/** The client knows that its session is over. */
export const toldOf = (agent: Agent, secretHash: string): Agent => ({
  ...agent,
  endedSessions: agent.endedSessions.map((ended) =>
    ended.secretHash === secretHash ? { ...ended, isTold: true } : ended,
  ),
});
