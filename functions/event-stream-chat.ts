import { parseChatEvent } from '#adapters/codec/bus-events.ts';
import { streaming } from '#runtime/compose/streaming.ts';
import { event } from '#runtime/event.ts';

/** Queues an event of a chat for each streaming endpoint of its instance. */
export const handler = event({
  parse: parseChatEvent,
  work: streaming.streamEvent,
  idsOf: ({ eventId }) => ({ eventId }),
});
