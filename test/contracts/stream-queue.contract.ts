import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { StreamQueue } from '#core/chats/ports.ts';
import type { StreamDelivery } from '#core/chats/stream-delivery.ts';
import { anyChatEvents } from '../support/any-chat.ts';
import { aChatEvent } from '../support/chats.ts';

interface Opened {
  readonly queue: StreamQueue;
  /** A delivery that waits, no longer in the queue. */
  readonly take: () => Promise<StreamDelivery | undefined>;
}

/** What every StreamQueue promises. */
export function streamQueueContract(open: () => Promise<Opened>) {
  async function takeAll({ take }: Opened) {
    const taken: StreamDelivery[] = [];
    for (let next = await take(); next; next = await take()) taken.push(next);
    return taken;
  }

  test('delivers any event of a chat to its endpoint, as it was sent', async () => {
    const opened = await open();
    await fc.assert(
      fc.asyncProperty(anyChatEvents, fc.string(), async (events, endpointId) => {
        const sent = events.map((event) => ({ endpointId, event }));
        await opened.queue.send(sent);
        const taken = await takeAll(opened);
        expect(taken).toHaveLength(sent.length);
        expect(taken).toEqual(expect.arrayContaining(sent));
      }),
      { numRuns: 50 },
    );
  });

  test('delivers one event to many endpoints', async () => {
    const opened = await open();
    const sent = Array.from({ length: 12 }, (_, n) => ({ endpointId: `endpoint-${n}`, event: aChatEvent(1) }));
    await opened.queue.send(sent);
    const taken = await takeAll(opened);
    expect(taken).toHaveLength(12);
    expect(taken).toEqual(expect.arrayContaining(sent));
  });
}
