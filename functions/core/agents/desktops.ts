import type { Decision, Recorded } from '../change.ts';
import { type PushFrames, pushBatches } from '../push-frames.ts';
import { type Agent, type AgentKey, isSignedIn, type Session, withSession } from './agent.ts';
import type { AgentEvent } from './events.ts';

/** More WebSockets than one agent has tabs of a desktop. Of several that open at the same time the oldest is displaced. */
const maximumConnections = 10;

/**
 * Whether a session gets no address of a further WebSocket for now. Otherwise the tab whose WebSocket is displaced would open
 * the next one and displace another, and so on for as long as there is a tab too many.
 */
export const hasAllConnections = ({ connections = [] }: Session): boolean => connections.length >= maximumConnections;

export type OpenedConnection =
  | { readonly type: 'connected'; readonly session: Session; readonly displaced: readonly string[] }
  | { readonly type: 'over' };

/** A desktop of the session has one more connection, over which it is notified. */
export function openConnection(
  agent: Agent | undefined,
  { sessionId, connectionId }: { readonly sessionId: string; readonly connectionId: string },
): Decision<Agent | undefined, AgentEvent, OpenedConnection> {
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

/** Connections have closed, or turned out to be gone. Those of ended sessions are not needed any more. */
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

/** The frame in which desktops get an event; `undefined` for an event that is not for them. */
export type FrameOfEvent = (event: Recorded<AgentEvent>) => string | undefined;

/** Notifies the desktops of a session of its events, over all their connections. After a crash they may be notified again. */
export function makeNotifyDesktops(ports: {
  readonly pushFrames: PushFrames<AgentKey>;
  readonly frameOf: FrameOfEvent;
}) {
  return async (events: readonly Recorded<AgentEvent>[], agent: Agent): Promise<void> => {
    const batches = events.flatMap((event) => {
      const frame = ports.frameOf(event);
      if (frame === undefined) return [];
      return [{ connectionIds: connectionsOf(agent, event.fact.sessionId), frames: [frame] }];
    });
    await pushBatches(ports.pushFrames, agent, batches);
  };
}

/** The connections of an agent's session, current or ended. */
function connectionsOf({ session, endedSessions }: Agent, sessionId: string): readonly string[] {
  const sessions = [...(session ? [session] : []), ...endedSessions];
  return sessions.find((each) => each.sessionId === sessionId)?.connections ?? [];
}
