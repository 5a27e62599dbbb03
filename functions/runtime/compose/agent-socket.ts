import { closeConnections } from '#core/sessions/client-connections.ts';
import { makeConnectClient } from '#core/sessions/tell-client.ts';
import { subscribed } from '#dialects/connect-participant/frames.ts';
import { agentTopic, framesOfSession } from '#dialects/native/agent-frames.ts';
import type { SessionBearer } from '../credentials.ts';
import { topicSocket } from '../topic-socket.ts';
import { commitAgent } from './commit-agent.ts';
import { sockets } from './sockets.ts';

const connectClient = makeConnectClient({ commitAgent, sockets });

/** The WebSocket of an agent's desktop. */
export const agentSocket = topicSocket<SessionBearer>({
  topic: agentTopic,
  async subscribe({ bearer: { sessionId, ...key }, connectionId }) {
    const { type } = await connectClient(key, { sessionId, connectionId }, (session) => [
      subscribed([agentTopic]),
      ...framesOfSession(session),
    ]);
    return type === 'connected';
  },
  closed: ({ bearer: { instanceId, agentId }, connectionId }) =>
    commitAgent({ instanceId, agentId }, (agent) => closeConnections(agent, [connectionId]), 'caller'),
});
