import { parseChatEvent } from '#adapters/eventbridge/chat-event-message.ts';
import { streamEvent } from '#runtime/compose/stream-event.ts';
import { event } from '#runtime/event.ts';

/** Queues an event of a chat for each streaming endpoint of its instance. */
export const handler = event({ parse: parseChatEvent, work: streamEvent, idsOf: ({ eventId }) => ({ eventId }) });
