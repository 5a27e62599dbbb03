import { randomBytes } from 'node:crypto';
import { SNSClient } from '@aws-sdk/client-sns';
import { callLimits, limitedConfig, withLimits } from '#adapters/call-limits.ts';
import { makeDynamoStreamingEndpoints } from '#adapters/dynamodb/streaming-endpoints.ts';
import { makeSqsPostpone } from '#adapters/sqs/queue.ts';
import { makeSqsStreamQueue } from '#adapters/sqs/stream-queue.ts';
import { makeStreamSender } from '#adapters/webhooks/stream-sender.ts';
import { makeTopicSender } from '#adapters/webhooks/topic-sender.ts';
import { makeWebhookSender } from '#adapters/webhooks/webhook-sender.ts';
import { makeStreamingUseCases } from '#core/streaming/use-cases.ts';
import { streamedItems } from '#dialects/connect-participant/items.ts';
import { chatStore, chats } from './chats.ts';
import { clock } from './clock.ts';
import { table } from './dynamodb.ts';
import { queue } from './messaging.ts';

export const streaming = makeStreamingUseCases(
  {
    endpoints: makeDynamoStreamingEndpoints(table('SETTINGS_TABLE')),
    queue: makeSqsStreamQueue(queue('STREAM_QUEUE_URL')),
    sender: makeStreamSender({
      webhook: makeWebhookSender({ clock }),
      topic: makeTopicSender({
        client: withLimits(new SNSClient(limitedConfig(callLimits.sns)), callLimits.sns),
        clock,
      }),
    }),
    chats: chatStore,
    itemsOf: streamedItems,
    newSecret: () => randomBytes(32).toString('base64'),
  },
  chats,
);

/** Makes a delivery that failed wait. */
export const postpone = makeSqsPostpone(queue('STREAM_QUEUE_URL'));
