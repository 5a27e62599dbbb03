import * as z from 'zod';
import { jsonOf } from './fields.ts';
import type { Item } from './item.ts';

/** The topic of the frames about a participant's chat. */
export const chatTopic = 'aws/chat';

/** A frame that a client sends. */
export type ClientFrame =
  | {
      readonly type: 'subscribe';
      readonly topics: readonly string[];
      /** Where the client wants to go on, in topics that have positions. Whatever it has sent. */
      readonly after?: unknown;
    }
  | { readonly type: 'ping' }
  | { readonly type: 'heartbeat' }
  | { readonly type: 'unknown' };

const clientFrame = z.discriminatedUnion('topic', [
  z.object({
    topic: z.literal('aws/subscribe'),
    content: z.object({ topics: z.array(z.string().max(100)).min(1).max(10), after: z.unknown().optional() }),
  }),
  z.object({ topic: z.literal('aws/ping') }),
  z.object({ topic: z.literal('aws/heartbeat') }),
]);

/** Reads a frame of a client. Any other text is `unknown`. */
export function readFrame(text: string): ClientFrame {
  const read = clientFrame.safeParse(jsonOf(text), { jitless: true });
  if (!read.success) return { type: 'unknown' };
  switch (read.data.topic) {
    case 'aws/subscribe':
      return { type: 'subscribe', ...read.data.content };
    case 'aws/ping':
      return { type: 'ping' };
    case 'aws/heartbeat':
      return { type: 'heartbeat' };
  }
}

/** Confirms a subscription: from now on the client gets the frames of these topics. */
export const subscribed = (topics: readonly string[]) =>
  JSON.stringify({ topic: 'aws/subscribe', content: { status: 'success', topics } });

/**
 * Refuses a subscription. A stock client tries four times more, half a second apart, and then reports a failure.
 *
 * @param message what the client should do, if trying again does not help
 */
export const notSubscribed = (topics: readonly string[], message?: string) =>
  JSON.stringify({ topic: 'aws/subscribe', content: { status: 'failure', topics, message } });

/** Answers a ping. API Gateway does so by itself; a function is asked only while a deployment is under way. */
export const pong = JSON.stringify({ topic: 'aws/ping', statusCode: 200, statusContent: 'OK' });

/** Answers a heartbeat. Without an answer a client opens another WebSocket. */
export const heartbeat = JSON.stringify({ topic: 'aws/heartbeat' });

/** The frame that brings an item to a client: JSON in JSON. */
export const frameOf = (item: Item): string =>
  JSON.stringify({ topic: chatTopic, contentType: 'application/json', content: JSON.stringify(item) });
