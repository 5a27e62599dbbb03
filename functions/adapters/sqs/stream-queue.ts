import type { StreamQueue } from '#core/chats/streaming.ts';
import { allFulfilled } from '#core/in-parallel.ts';
import { makeBatchDelivery } from '../batch-delivery.ts';
import { makeSendMessages, type SqsQueue, sqsLimits } from './send-batch.ts';
import { streamMessageBody } from './stream-message.ts';

/** Sends deliveries to streaming endpoints to an SQS queue, ten in a request. */
export function makeSqsStreamQueue(queue: SqsQueue): StreamQueue {
  const deliver = makeBatchDelivery({ limits: sqsLimits, send: makeSendMessages(queue) });
  return {
    async send(deliveries) {
      const bodies = deliveries.map((delivery) => ({ body: streamMessageBody(delivery) }));
      allFulfilled(await deliver(bodies), 'deliveries');
    },
  };
}
