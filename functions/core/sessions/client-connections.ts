import type { Decision } from '../commit.ts';
import { type Agent, isSignedIn, type Session, withSession } from './agent.ts';
import type { AgentEvent } from './events.ts';

/** More WebSockets than one agent has tabs of a desktop. The oldest gives way. */
const maximumConnections = 10;

export type ConnectOutcome =
  | { readonly type: 'connected'; readonly session: Session; readonly displaced: readonly string[] }
  | { readonly type: 'over' };

/** The client of a session is to be told over one more connection. */
export function openConnection(
  agent: Agent | undefined,
  { sessionId, connectionId }: { readonly sessionId: string; readonly connectionId: string },
): Decision<Agent | undefined, AgentEvent, ConnectOutcome> {
  if (!isSignedIn(agent) || agent.session.sessionId !== sessionId) {
    return { state: agent, events: [], outcome: { type: 'over' } };
  }
  const { session } = agent;
  const { connections = [] } = session;
  if (connections.includes(connectionId)) {
    return { state: agent, events: [], outcome: { type: 'connected', session, displaced: [] } };
  }
  const all = [...connections, connectionId];
  const state = withSession(agent, { ...session, connections: all.slice(-maximumConnections) });
  const displaced = all.slice(0, -maximumConnections);
  return { state, events: [], outcome: { type: 'connected', session: state.session, displaced } };
}

/** Connections have closed, or turned out to be gone. Of sessions that are over none is needed again. */
export function closeConnections(
  agent: Agent | undefined,
  connectionIds: readonly string[],
): Decision<Agent | undefined, AgentEvent, undefined> {
  const unchanged = { state: agent, events: [], outcome: undefined };
  if (!isSignedIn(agent) || !agent.session.connections) return unchanged;
  const { connections, ...session } = agent.session;
  const left = connections.filter((connectionId) => !connectionIds.includes(connectionId));
  if (left.length === connections.length) return unchanged;
  return { ...unchanged, state: withSession(agent, { ...session, ...(left.length > 0 && { connections: left }) }) };
}
