import { SNSClient } from '@aws-sdk/client-sns';
import { callLimits, limitedConfig, withLimits } from '#adapters/call-limits.ts';
import { makeSqsPostpone } from '#adapters/sqs/queue.ts';
import { makeSqsStreamQueue } from '#adapters/sqs/stream-queue.ts';
import { makeStreamSender } from '#adapters/webhooks/stream-sender.ts';
import { makeTopicSender } from '#adapters/webhooks/topic-sender.ts';
import { makeWebhookSender } from '#adapters/webhooks/webhook-sender.ts';
import { makeStreamingUseCases } from '#core/streaming/use-cases.ts';
import { streamedItems } from '#dialects/connect-participant/items.ts';
import { streamedJob } from '#dialects/native/streamed-job.ts';
import { traced } from '#tracing';
import { env } from '../env.ts';
import { chatStore, chats } from './chats.ts';
import { clock } from './clock.ts';
import { queue } from './messaging.ts';
import { endpoints } from './streaming-endpoints.ts';

export const streaming = makeStreamingUseCases(
  {
    endpoints,
    queue: makeSqsStreamQueue(queue('STREAM_QUEUE_URL')),
    sender: makeStreamSender({
      webhook: makeWebhookSender({ clock }),
      topic: makeTopicSender({
        client: traced(withLimits(new SNSClient(limitedConfig(callLimits.sns)), callLimits.sns)),
        clock,
      }),
    }),
    chats: chatStore,
    itemsOfChat: streamedItems,
    itemOfJob: (event) => streamedJob(event, env('API_URL')),
  },
  chats,
);

/** Makes a delivery that failed wait. */
export const postpone = makeSqsPostpone(queue('STREAM_QUEUE_URL'));
