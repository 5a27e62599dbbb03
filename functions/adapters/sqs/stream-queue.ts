import * as z from 'zod/mini';
import { allFulfilled } from '#core/in-parallel.ts';
import type { StreamDelivery, StreamedEvent, StreamQueue } from '#core/streaming/ports.ts';
import { makeBatchDelivery } from '../batch-delivery.ts';
import { chatEvents } from '../codec/chat-events.ts';
import { jobEnds } from '../codec/job-events.ts';
import { makeSendMessages, type SqsQueue, sqsLimits } from './queue.ts';

const toEndpoint = { endpointId: z.string(), instanceId: z.string() };

/** A message with `contactId` holds an event of a chat, one with `jobId` an event of a job. */
const messageShape = z.union([
  z.object({ ...toEndpoint, contactId: z.string(), event: chatEvents.sent }),
  z.object({ ...toEndpoint, jobId: z.number(), event: jobEnds.sent }),
]);

/** SQS accepts no noncharacters, and some emulators no surrogates. Names of flows may contain both. */
const beyondSqs = /[\ud800-\udfff\ufffe\uffff]/g;
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16)}`;

/** A delivery as the text of a message. */
export function streamMessageBody({ endpointId, ...streamed }: StreamDelivery): string {
  const message: z.output<typeof messageShape> = { endpointId, ...writtenEvent(streamed) };
  return JSON.stringify(message).replace(beyondSqs, escaped);
}

function writtenEvent(streamed: StreamedEvent) {
  switch (streamed.of) {
    case 'chats':
      return { ...chatEvents.keyOf(streamed.event.fact), event: chatEvents.write(streamed.event) };
    case 'jobs':
      return { ...jobEnds.keyOf(streamed.event.fact), event: jobEnds.write(streamed.event) };
  }
}

/** @throws ZodError or SyntaxError when the text is not a delivery. */
export function parseStreamMessage(body: string): StreamDelivery {
  const { endpointId, event, ...key } = messageShape.parse(JSON.parse(body));
  return 'jobId' in key
    ? { endpointId, of: 'jobs', event: jobEnds.read(key, event) }
    : { endpointId, of: 'chats', event: chatEvents.read(key, event) };
}

/** Of longer ids the end is enough: two endpoints in one group only share its place in the queue. */
const longestGroupId = 128;

/**
 * Sends deliveries to streaming endpoints to an SQS queue, ten in a request. Each endpoint is a message group, which makes
 * the queue a fair one: while an endpoint does not answer, the deliveries to others are received first
 * (docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html).
 */
export function makeSqsStreamQueue(queue: SqsQueue): StreamQueue {
  const deliver = makeBatchDelivery({ limits: sqsLimits, send: makeSendMessages(queue) });
  return {
    async send(deliveries) {
      const messages = deliveries.map((delivery) => ({
        body: streamMessageBody(delivery),
        groupId: `${delivery.event.fact.instanceId}/${delivery.endpointId}`.slice(-longestGroupId),
      }));
      allFulfilled(await deliver(messages), 'deliveries');
    },
  };
}
