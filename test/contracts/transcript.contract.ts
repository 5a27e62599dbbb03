import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Message, Position, Transcript, TranscriptPage } from '#core/chats/ports.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { someDay } from '../support/agents.ts';
import { chatKey } from '../support/chats.ts';
import { aMessage, messages } from '../support/messages.ts';

const everything: TranscriptPage = { direction: 'forward', limit: 100 };
const thisChat = { ...chatKey, startedAt: someDay };
const otherChat = { ...thisChat, contactId: 'c2' };
const elsewhere = { ...thisChat, instanceId: 'other' };

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
/** Few instants, so that some are the same; the ids of messages are unique. */
const anyMessage = fc
  .record({
    messageId: fc.uuid(),
    at: fc.integer({ min: someDay, max: someDay + 3 }),
    participantId: fc.uuid(),
    role: fc.constantFrom('CUSTOMER' as const, 'AGENT' as const, 'SUPERVISOR' as const, 'CUSTOM_BOT' as const),
    displayName: text,
    contentType: fc.constantFrom('text/plain', 'text/markdown', 'application/json'),
    content: text,
    clientToken: text,
  })
  .map((message) => ({ ...message, clientToken: `${message.clientToken}#${message.messageId}` }));
const anyMessages = fc.uniqueArray(anyMessage, { maxLength: 12, selector: ({ messageId }) => messageId });
const inTime = (a: Message, b: Message) => a.at - b.at || (a.messageId < b.messageId ? -1 : 1);

/** What every Transcript promises. */
export function transcriptContract(open: () => Promise<Transcript>) {
  async function opened(written: readonly Message[]) {
    const transcript = await open();
    for (const message of written) expect(await transcript.add(thisChat, message)).toEqual(message);
    return transcript;
  }

  test('is empty for a chat in which nobody has written', async () => {
    expect(await (await open()).read(thisChat, everything)).toEqual([]);
  });

  test('is read page by page in the order of time, in both directions, each message once and as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyMessages,
        fc.constantFrom('forward' as const, 'backward' as const),
        fc.integer({ min: 1, max: 5 }),
        async (written, direction, limit) => {
          const transcript = await opened(written);
          const read: Message[] = [];
          let after: Position | undefined;
          for (;;) {
            const page = await transcript.read(thisChat, { direction, limit, ...(after && { after }) });
            read.push(...page);
            after = page.at(-1);
            if (page.length < limit) break;
          }
          const ordered = written.toSorted(inTime);
          expect(read).toEqual(direction === 'forward' ? ordered : ordered.reverse());
        },
      ),
      { numRuns: randomRuns(25) },
    );
  });

  test('can be read from a position that has no message', async () => {
    const written = messages(4);
    const transcript = await opened(written);
    const after = { at: someDay + 1500, messageId: '' };
    expect(await transcript.read(thisChat, { after, direction: 'forward', limit: 9 })).toEqual(written.slice(2));
    expect(await transcript.read(thisChat, { after, direction: 'backward', limit: 1 })).toEqual([written[1]]);
  });

  describe('a second message with the same client token', () => {
    const first = aMessage({ clientToken: 'token' });
    const again = aMessage({ clientToken: 'token', messageId: 'message-2', at: someDay + 1, content: 'Hello?' });

    test('returns the first one', async () => {
      const transcript = await opened([first]);
      expect(await transcript.add(thisChat, again)).toEqual(first);
      expect(await transcript.read(thisChat, everything)).toEqual([first]);
    });

    test('is kept once, however many are sent at the same time', async () => {
      const transcript = await open();
      const sent = messages(6, { clientToken: 'token' });
      const kept = await Promise.all(sent.map((message) => transcript.add(thisChat, message)));
      expect(new Set(kept.map(({ messageId }) => messageId)).size).toBe(1);
      expect(await transcript.read(thisChat, everything)).toEqual([kept[0]]);
    });

    test('is a message of its own from another participant', async () => {
      const transcript = await opened([first, { ...again, participantId: 'agent' }]);
      expect(await transcript.read(thisChat, everything)).toHaveLength(2);
    });

    test('is found by its participant and token in its own chat only, not in a later chat with the same contact id', async () => {
      const transcript = await opened([first]);
      const { participantId, clientToken } = first;
      expect(await transcript.find(thisChat, participantId, clientToken)).toEqual(first);
      expect(await transcript.find(thisChat, 'somebody', clientToken)).toBeUndefined();
      expect(await transcript.find(thisChat, participantId, 'another')).toBeUndefined();
      const next = { ...thisChat, startedAt: thisChat.startedAt + 1 };
      expect(await transcript.find(next, participantId, clientToken)).toBeUndefined();
      expect(await transcript.read(next, everything)).toEqual([]);
    });

    test('is a message of its own in another chat', async () => {
      const transcript = await opened([first]);
      for (const key of [otherChat, elsewhere]) expect(await transcript.add(key, again)).toEqual(again);
      expect(await transcript.read(thisChat, everything)).toEqual([first]);
      expect(await transcript.read(otherChat, everything)).toEqual([again]);
      expect(await transcript.read(elsewhere, everything)).toEqual([again]);
    });
  });

  test('accepts the longest client token in any script', async () => {
    const [one, other] = ['あ', 'い'].map((last, n) =>
      aMessage({ messageId: `message-${n}`, clientToken: '語'.repeat(499) + last }),
    );
    if (!one || !other) throw new Error('Two messages were made');
    const transcript = await opened([one, other]);
    expect(await transcript.add(thisChat, { ...one, messageId: 'again' })).toEqual(one);
    expect(await transcript.read(thisChat, everything)).toEqual([one, other]);
  });
}
