import { parseStreamMessage } from '#adapters/sqs/stream-queue.ts';
import { retryPause } from '#core/streaming/delivery.ts';
import { postpone, streaming } from '#runtime/compose/streaming.ts';
import { queue } from '#runtime/queue.ts';

/** Delivers events to streaming endpoints, one endpoint in each message. */
export const handler = queue({
  parse: parseStreamMessage,
  work: streaming.deliverStream,
  idsOf: ({ endpointId, event }) => ({ endpointId, eventId: event.eventId }),
  width: 10,
  backoff: { ...retryPause, postpone },
});
