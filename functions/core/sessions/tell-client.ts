import type { Recorded } from '../commit.ts';
import type { Sockets } from '../ports.ts';
import type { Tell } from '../tell.ts';
import type { Agent, AgentKey, Session } from './agent.ts';
import { type ConnectOutcome, closeConnections, openConnection } from './client-connections.ts';
import type { CommitAgent } from './commit-agent.ts';
import type { AgentEvent } from './events.ts';

/** What an event is in the frame of a client; what clients are not told has none. */
export type FrameOf = (event: Recorded<AgentEvent>) => string | undefined;

/** Tells the client of a session what happens to it, over all its connections; after a crash once more. */
export function makeTellClient({ tell, frameOf }: { readonly tell: Tell<AgentKey>; readonly frameOf: FrameOf }) {
  return async (events: readonly Recorded<AgentEvent>[], agent: Agent): Promise<void> => {
    for (const event of events) {
      const frame = frameOf(event);
      if (frame !== undefined) await tell(agent, connectionsOf(agent, event.fact.sessionId), [frame]);
    }
  };
}

/** The connections of a session of an agent, be it over. */
function connectionsOf({ session, endedSessions }: Agent, sessionId: string): readonly string[] {
  const of = [...(session ? [session] : []), ...endedSessions].find((each) => each.sessionId === sessionId);
  return of?.connections ?? [];
}

interface Ports {
  readonly commitAgent: CommitAgent;
  readonly sockets: Sockets;
}

/**
 * From now on the client of a session is told over a connection; an older one that it displaces is closed. The client
 * learns of it by frames over the connection itself, which show whether the connection is still there: its closing may
 * have been handled before its opening, and then nobody would ever notice.
 */
export function makeConnectClient({ commitAgent, sockets }: Ports) {
  return async (
    key: AgentKey,
    opened: { readonly sessionId: string; readonly connectionId: string },
    welcomeTo: (session: Session) => readonly string[],
  ): Promise<ConnectOutcome> => {
    const outcome = await commitAgent(key, (agent) => openConnection(agent, opened), 'caller');
    if (outcome.type === 'over') return outcome;
    if (outcome.displaced.length > 0) await sockets.close(outcome.displaced);
    const gone = await sockets.send([opened.connectionId], welcomeTo(outcome.session));
    if (gone.length > 0) await commitAgent(key, (agent) => closeConnections(agent, gone), 'caller');
    return outcome;
  };
}
