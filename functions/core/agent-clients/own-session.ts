import {
  type Agent,
  type AgentKey,
  type EndedSession,
  isBusy,
  isSignedIn,
  type SignedInAgent,
  withoutReturn,
} from '../agents/agent.ts';
import type { ChangeAgent } from '../agents/change-agent.ts';
import { endSession } from '../agents/end-session.ts';
import type { AgentEvent } from '../agents/events.ts';
import type { AgentStore } from '../agents/ports.ts';
import type { Decision } from '../change.ts';
import type { Instant } from '../instant.ts';
import type { Clock } from '../ports.ts';

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
const endedOf = (agent: Agent | undefined, secretHash: string): EndedSession | undefined =>
  agent?.endedSessions.find((ended) => ended.secretHash === secretHash);

/** The agent once the client knows that its session is over. */
const withReported = (agent: Agent, secretHash: string): Agent => ({
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
  const { state, events } = endSession(own.agent, { ...cause, order: { requestedBy: own.agent.agentId } });
  return { state: withReported(state, secretHash), events, outcome: { type: 'signedOut', wasBefore: false } };
}

export type PollOutcome =
  /** The session goes on, and nothing has happened to it. */
  | { readonly type: 'nothingNew' }
  /** Somebody or something else has ended the session. Reported once. */
  | { readonly type: 'endedByOthers'; readonly signedInAt: Instant }
  | { readonly type: SessionRefusal };

interface PollPorts {
  readonly agents: Pick<AgentStore, 'recordHeartbeat'>;
  readonly changeAgent: ChangeAgent;
  readonly clock: Clock;
}

/** A client asks what has happened, which also keeps its session alive: one write, unless the session is over. */
export function makePoll({ agents, changeAgent, clock }: PollPorts) {
  return async (key: AgentKey, secretHash: string): Promise<PollOutcome> => {
    if (await agents.recordHeartbeat(key, { secretHash }, { at: clock.now() })) return { type: 'nothingNew' };
    return changeAgent(key, (agent) => reportEnd(agent, secretHash));
  };
}

function reportEnd(agent: Agent | undefined, secretHash: string): Decision<Agent | undefined, AgentEvent, PollOutcome> {
  const own = ownSession(agent, secretHash);
  if (own.type === 'own') return { state: agent, events: [], outcome: { type: 'nothingNew' } };
  const ended = endedOf(agent, secretHash);
  if (!agent || !ended || ended.isReported) return { state: agent, events: [], outcome: { type: own.type } };
  const outcome = { type: 'endedByOthers', signedInAt: ended.signedInAt } as const;
  return { state: withReported(agent, secretHash), events: [], outcome };
}
