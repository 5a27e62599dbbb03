import { SNSClient } from '@aws-sdk/client-sns';
import { makeTopicSender } from '#adapters/sns/topic-sender.ts';
import { makeSqsPostpone } from '#adapters/sqs/postpone.ts';
import { makeStreamSender } from '#adapters/stream-sender.ts';
import { makeWebhookSender } from '#adapters/webhook/webhook-sender.ts';
import { retryPause } from '#core/chats/stream-delivery.ts';
import { makeDeliverStream } from '#core/chats/stream-event.ts';
import { itemsOfEvent } from '#dialects/connect-participant/items.ts';
import { env } from '../env.ts';
import { chats } from './chats.ts';
import { clock } from './clock.ts';
import { textsOf } from './notice-texts.ts';
import { sqs } from './sqs.ts';
import { streamingEndpoints as endpoints } from './streaming-endpoints.ts';

const sender = makeStreamSender({
  webhook: makeWebhookSender({ clock }),
  topic: makeTopicSender({ client: new SNSClient(), clock }),
});

export const deliverStream = makeDeliverStream({
  chats,
  endpoints,
  sender,
  itemsOf: async (event, chat) =>
    // An item's own id is unique in its chat only.
    itemsOfEvent(chat, event, await textsOf(chat)).map((item, n) => ({
      id: `${event.eventId}/${n + 1}`,
      body: JSON.stringify(item),
    })),
});

/** When a delivery that failed is made again. */
export const backoff = {
  ...retryPause,
  postpone: makeSqsPostpone({ client: sqs, queueUrl: env('STREAM_QUEUE_URL') }),
};
