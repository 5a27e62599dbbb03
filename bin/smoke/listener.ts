import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { SmokeFault } from './stage-api.ts';

/** A WebSocket that is subscribed to a topic. */
export interface Listener {
  /** The first content of the topic that is wanted. @throws SmokeFault if none arrives */
  receives<Schema extends z.ZodType>(schema: Schema, seconds: number, what: string): Promise<z.output<Schema>>;
  close(): void;
}

const frame = z.object({ topic: z.string(), content: z.unknown() });
const subscription = z.object({ status: z.string() });
const toSubscribe = 20;

/** Connects to a WebSocket of the stage and subscribes. @throws SmokeFault if that fails */
export async function listen(url: string, topic: string, signal: AbortSignal): Promise<Listener> {
  // The address has a token in its query.
  const address = url.split('?', 1)[0];
  const socket = new WebSocket(url);
  const [contents, failures]: [unknown[], string[]] = [[], []];
  let subscribed = false;
  socket.addEventListener('open', () =>
    socket.send(JSON.stringify({ topic: 'aws/subscribe', content: { topics: [topic] } })),
  );
  socket.addEventListener('close', ({ code }) => failures.push(`closed with ${code}`));
  socket.addEventListener('error', () => failures.push('refused'));
  socket.addEventListener('message', ({ data }) => {
    const received = frame.safeParse(jsonOf(data)).data;
    if (received?.topic === 'aws/subscribe') {
      if (subscription.safeParse(received.content).data?.status === 'success') subscribed = true;
      else failures.push('not usable: the subscription was refused');
    }
    if (received?.topic === topic) contents.push(jsonOf(received.content));
  });

  /** Looks at what has arrived until something is found. */
  async function find<T>(seconds: number, what: string, look: () => T | undefined): Promise<T> {
    const end = performance.now() + 1000 * seconds;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (failures[0] !== undefined) throw new SmokeFault(`The WebSocket ${address} was ${failures[0]}`);
      if (performance.now() > end) throw new SmokeFault(`${what} over the WebSocket within ${seconds} seconds`);
      await wait(50, undefined, { signal });
    }
  }

  try {
    await find(toSubscribe, `No subscription to ${topic}`, () => subscribed || undefined);
  } catch (error) {
    socket.close();
    throw error;
  }
  return {
    receives: (schema, seconds, what) =>
      find(seconds, what, () => {
        const wanted = contents.map((content) => schema.safeParse(content)).find(({ success }) => success);
        return wanted?.data;
      }),
    close: () => socket.close(),
  };
}

/** Frames are JSON; the content of a chat's is JSON in a text. */
function jsonOf(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
