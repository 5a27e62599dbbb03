import { parseAgentChatEvent } from '#adapters/codec/bus-events.ts';
import { agentChats } from '#runtime/compose/agent-chats.ts';
import { event } from '#runtime/event.ts';

/** Makes a chat a contact of the agents who are in it, and has an agent who was signed out leave it. */
export const handler = event({
  parse: parseAgentChatEvent,
  work: (parsed) =>
    parsed.of === 'agent' ? agentChats.followAgent(parsed.event) : agentChats.followChat(parsed.event),
  idsOf: ({ event: { eventId } }) => ({ eventId }),
});
