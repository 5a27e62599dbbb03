import { parseStreamedEvent } from '#adapters/codec/bus-events.ts';
import { streaming } from '#runtime/compose/streaming.ts';
import { event } from '#runtime/event.ts';

/** Queues an event of a chat, or of a job that has ended, for each streaming endpoint of its instance that gets such events. */
export const handler = event({
  parse: parseStreamedEvent,
  work: streaming.streamEvent,
  idsOf: ({ event: { eventId } }) => ({ eventId }),
});
