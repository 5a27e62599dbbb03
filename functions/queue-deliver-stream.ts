import { parseStreamMessage } from '#adapters/sqs/stream-message.ts';
import { backoff, deliverStream } from '#runtime/compose/deliver-stream.ts';
import { queue } from '#runtime/queue.ts';

/** Delivers events of chats to streaming endpoints, each to one. */
export const handler = queue({
  parse: parseStreamMessage,
  work: deliverStream,
  idsOf: ({ endpointId, event }) => ({ endpointId, eventId: event.eventId }),
  width: 10,
  backoff,
});
