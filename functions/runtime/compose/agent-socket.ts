import { closeConnections } from '#core/sessions/client-connections.ts';
import { makeConnectClient } from '#core/sessions/tell-client.ts';
import { heartbeat, notSubscribed, pong, readFrame, subscribed } from '#dialects/connect-participant/frames.ts';
import { agentTopic, framesOfSession } from '#dialects/native/agent-frames.ts';
import type { SessionBearer } from '../credentials.ts';
import type { SocketWork } from '../socket.ts';
import { commitAgent } from './commit-agent.ts';
import { sockets } from './sockets.ts';

const connectClient = makeConnectClient({ commitAgent, sockets });

/** The WebSocket of an agent's desktop: told of the session from the moment the client subscribes. */
export const agentSocket: SocketWork<SessionBearer> = {
  async received({ bearer: { sessionId, ...key }, connectionId }, text) {
    const frame = readFrame(text);
    switch (frame.type) {
      case 'subscribe': {
        if (!frame.topics.includes(agentTopic)) return notSubscribed(frame.topics);
        const outcome = await connectClient(key, { sessionId, connectionId }, (session) => [
          subscribed([agentTopic]),
          ...framesOfSession(session),
        ]);
        return outcome.type === 'connected' ? undefined : notSubscribed(frame.topics);
      }
      case 'ping':
        return pong;
      case 'heartbeat':
        return heartbeat;
      case 'unknown':
        return undefined;
    }
  },
  closed: ({ bearer: { instanceId, agentId }, connectionId }) =>
    commitAgent({ instanceId, agentId }, (agent) => closeConnections(agent, [connectionId]), 'caller'),
};
