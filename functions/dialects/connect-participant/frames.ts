import * as z from 'zod';
import { jsonOf } from './fields.ts';
import type { Item } from './item.ts';

/** The topic on which a client hears of its chat. */
export const chatTopic = 'aws/chat';

/** What a client says over its WebSocket. */
export type ClientFrame =
  | { readonly type: 'subscribe'; readonly topics: readonly string[] }
  | { readonly type: 'ping' }
  | { readonly type: 'heartbeat' }
  | { readonly type: 'unknown' };

const clientFrame = z.discriminatedUnion('topic', [
  z.object({
    topic: z.literal('aws/subscribe'),
    content: z.object({ topics: z.array(z.string().max(100)).min(1).max(10) }),
  }),
  z.object({ topic: z.literal('aws/ping') }),
  z.object({ topic: z.literal('aws/heartbeat') }),
]);

/** Reads a frame of a client; whatever is none is `unknown`. */
export function readFrame(text: string): ClientFrame {
  const read = clientFrame.safeParse(jsonOf(text), { jitless: true });
  if (!read.success) return { type: 'unknown' };
  switch (read.data.topic) {
    case 'aws/subscribe':
      return { type: 'subscribe', topics: read.data.content.topics };
    case 'aws/ping':
      return { type: 'ping' };
    case 'aws/heartbeat':
      return { type: 'heartbeat' };
  }
}

const subscription = (status: 'success' | 'failure') => (topics: readonly string[]) =>
  JSON.stringify({ topic: 'aws/subscribe', content: { status, topics } });

/** The client hears of these topics from now on. */
export const subscribed = subscription('success');

/** There are no such topics. A client asks four times more, half a second apart, and then tells its caller. */
export const notSubscribed = subscription('failure');

/** The answer to a ping. */
export const pong = JSON.stringify({ topic: 'aws/ping', statusCode: 200, statusContent: 'OK' });

/** The answer to a heartbeat, without which a client opens another WebSocket. */
export const heartbeat = JSON.stringify({ topic: 'aws/heartbeat' });

/** An item on its way to a client: JSON in JSON. */
export const frameOf = (item: Item): string =>
  JSON.stringify({ topic: chatTopic, contentType: 'application/json', content: JSON.stringify(item) });
