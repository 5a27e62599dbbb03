import type { StreamQueue } from '#core/chats/ports.ts';
import { allFulfilled } from '#core/in-parallel.ts';
import { makeBatchDelivery } from '../batch-delivery.ts';
import { makeSendMessages, type SqsQueue, sqsLimits } from './send-batch.ts';
import { streamMessageBody } from './stream-message.ts';

/**
 * Sends deliveries to streaming endpoints to an SQS queue, ten in a request. Each instance is a group, which makes the
 * queue a fair one: while the endpoints of one instance hang, the deliveries of the others are received first
 * (docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html).
 */
export function makeSqsStreamQueue(queue: SqsQueue): StreamQueue {
  const deliver = makeBatchDelivery({ limits: sqsLimits, send: makeSendMessages(queue) });
  return {
    async send(deliveries) {
      const messages = deliveries.map((delivery) => ({
        body: streamMessageBody(delivery),
        groupId: delivery.event.fact.instanceId,
      }));
      allFulfilled(await deliver(messages), 'deliveries');
    },
  };
}
