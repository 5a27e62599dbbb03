import { chatTopic, subscribed } from '#dialects/connect-participant/frames.ts';
import { agentTopic, framesOfSession } from '#dialects/native/desktops.ts';
import { refusedSubscriptions, supervisorTopic } from '#dialects/native/supervisor-frames.ts';
import { agentClients } from '#runtime/compose/agents.ts';
import { chats } from '#runtime/compose/chats.ts';
import { supervisors } from '#runtime/compose/supervisors.ts';
import { socket } from '#runtime/socket.ts';

/** The WebSockets of participants of chats, of agents' desktops and of supervisors' pages. */
export const handler = socket({
  participants: {
    topic: chatTopic,
    async subscribe(participant, connectionId) {
      const { type } = await chats.connectParticipant({ ...participant, connectionId }, subscribed([chatTopic]));
      return type === 'done';
    },
    closed: (participant, connectionId) => chats.disconnectParticipant({ ...participant, connectionId }),
  },
  desktops: {
    topic: agentTopic,
    async subscribe({ instanceId, agentId, sessionId }, connectionId) {
      const { type } = await agentClients.connectDesktop(
        { instanceId, agentId },
        { sessionId, connectionId },
        (session, now) => [subscribed([agentTopic]), ...framesOfSession(session, now)],
      );
      return type === 'connected';
    },
    closed: ({ instanceId, agentId }, connectionId) =>
      agentClients.disconnectDesktop({ instanceId, agentId }, connectionId),
  },
  supervisors: {
    topic: supervisorTopic,
    async subscribe(key, connectionId, after) {
      const { type } = await supervisors.subscribeSupervisor(key, connectionId, after);
      return type === 'subscribed' || refusedSubscriptions[type];
    },
    closed: supervisors.unsubscribeSupervisor,
  },
});
