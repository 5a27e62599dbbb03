import { makeSqsStreamQueue } from '#adapters/sqs/stream-queue.ts';
import { makeStreamEvent } from '#core/chats/stream-event.ts';
import { env } from '../env.ts';
import { sqs } from './sqs.ts';
import { streamingEndpoints as endpoints } from './streaming-endpoints.ts';

const queue = makeSqsStreamQueue({ client: sqs, queueUrl: env('STREAM_QUEUE_URL') });

export const streamEvent = makeStreamEvent({ endpoints, queue });
