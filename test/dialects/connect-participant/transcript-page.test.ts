import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Chat, Participant } from '#core/chats/chat.ts';
import type { Message } from '#core/chats/message.ts';
import type { TranscriptPage } from '#core/chats/ports.ts';
import type { Instant } from '#core/instant.ts';
import { writeNextToken } from '#dialects/connect-participant/next-token.ts';
import { pageOf, parseTranscript } from '#dialects/connect-participant/transcript.ts';
import { type TranscriptQuery, transcriptPage } from '#dialects/connect-participant/transcript-page.ts';
import { someDay } from '../../support/agents.ts';
import { aChat, aParticipant } from '../../support/chats.ts';
import { aMessage, asking } from './requests.ts';

/** Few instants, so that much happens at the same one. */
const instant = fc.integer({ min: 0, max: 4 }).map((n) => someDay + n);
const anyMessage = fc.record({ at: instant, messageId: fc.uuid() }).map(aMessage);
const messages = fc.uniqueArray(anyMessage, { maxLength: 8, selector: ({ messageId }) => messageId });
const anyParticipant = fc
  .record({ participantId: fc.uuid(), joinedAt: instant, stay: fc.option(fc.nat(4), { nil: undefined }) })
  .map(
    ({ participantId, joinedAt, stay }): Participant =>
      aParticipant({ participantId, joinedAt, ...(stay !== undefined && { leftAt: joinedAt + stay }) }),
  );
const anyChat = fc
  .record({
    participants: fc.uniqueArray(anyParticipant, { maxLength: 3, selector: ({ participantId }) => participantId }),
    endedAt: fc.option(fc.constant(someDay + 9), { nil: undefined }),
  })
  .map(
    ({ participants, endedAt }): Chat =>
      aChat({ participants, ...(endedAt !== undefined && { ended: { at: endedAt, cause: 'ended' } }) }),
  );

/** Messages as the port reads them. */
function read(messages: readonly Message[], { after, direction, limit }: TranscriptPage): readonly Message[] {
  const sign = direction === 'forward' ? 1 : -1;
  const key = (at: Instant, id: string) => `${String(at).padStart(13, '0')}#${id}`;
  const order = (a: string, b: string) => sign * (a < b ? -1 : Number(a > b));
  return messages
    .filter(({ at, messageId }) => !after || order(key(at, messageId), key(after.at, after.messageId)) > 0)
    .toSorted((a, b) => order(key(a.at, a.messageId), key(b.at, b.messageId)))
    .slice(0, limit);
}

const page = (chat: Chat, messages: readonly Message[], query: TranscriptQuery) =>
  transcriptPage(chat, read(messages, pageOf(query)), query);

/** All there is, old to new. */
const all = (chat: Chat, messages: readonly Message[]) =>
  page(chat, messages, { limit: 1_000, direction: 'forward', order: 'ascending' }).items.map(({ Id }) => Id);

const direction = fc.constantFrom('forward' as const, 'backward' as const);

test('page by page, from either end, every item is read once and in its place', () => {
  fc.assert(
    fc.property(anyChat, messages, fc.integer({ min: 1, max: 4 }), direction, (chat, messages, limit, direction) => {
      const order = direction === 'forward' ? 'ascending' : 'descending';
      const ids: string[] = [];
      let query: TranscriptQuery | undefined = { limit, direction, order };
      while (query) {
        const { items, next } = page(chat, messages, query);
        if (next) expect(items).toHaveLength(limit);
        ids.push(...items.map(({ Id }) => Id));
        expect(new Set(ids).size).toBe(ids.length);
        const token = next && writeNextToken({ direction, place: next });
        query = token ? { ...parseTranscript(asking({ NextToken: token, MaxResults: limit })), order } : undefined;
      }
      const whole = all(chat, messages);
      expect(ids).toEqual(direction === 'forward' ? whole : whole.toReversed());
    }),
  );
});

test('at one instant people join, write and leave, and the end comes last', () => {
  const chat = aChat({
    participants: [aParticipant({ leftAt: someDay })],
    ended: { at: someDay, cause: 'customerLeft' },
  });
  const ids = all(chat, [aMessage({ at: someDay, messageId: 'zz' })]);
  expect(ids).toEqual(['c1/customer/joined', 'zz', 'c1/customer/left', 'c1/ended']);
});

test('a start at an instant has everything of that instant, and what lies ahead', () => {
  fc.assert(
    fc.property(anyChat, messages, instant, direction, (chat, messages, at, direction) => {
      const start = new Date(at).toISOString();
      const ScanDirection = direction === 'forward' ? 'FORWARD' : 'BACKWARD';
      const query = parseTranscript(
        asking({ ScanDirection, SortOrder: 'ASCENDING', MaxResults: 100, StartPosition: { AbsoluteTime: start } }),
      );
      const times = page(chat, messages, query).items.map(({ AbsoluteTime }) => AbsoluteTime);
      const every = page(chat, messages, { limit: 1_000, direction: 'forward', order: 'ascending' }).items;
      const ahead = every.filter(({ AbsoluteTime }) =>
        direction === 'forward' ? AbsoluteTime >= start : AbsoluteTime <= start,
      );
      expect(times).toEqual(ahead.map(({ AbsoluteTime }) => AbsoluteTime));
    }),
  );
});

test('a start at the n-th most recent item begins there, whichever way it goes', () => {
  const count = fc.integer({ min: 1, max: 6 });
  fc.assert(
    fc.property(anyChat, messages, count, fc.integer({ min: 1, max: 6 }), (chat, messages, count, limit) => {
      const whole = all(chat, messages);
      const from = (direction: 'forward' | 'backward') =>
        page(chat, messages, { limit, direction, order: 'ascending', start: { type: 'mostRecent', count } });
      const ids = (direction: 'forward' | 'backward') => from(direction).items.map(({ Id }) => Id);
      expect(ids('forward')).toEqual(whole.slice(-count).slice(0, limit));
      const older = whole.slice(0, Math.max(0, whole.length - count + 1));
      expect(ids('backward')).toEqual(older.slice(-limit));
      expect(from('backward').next !== undefined).toBe(older.length > limit);
    }),
  );
});

test('whom the end took along is not said to have left; the customer who ended it is', () => {
  const at = someDay + 9;
  const participants = ['customer', 'agent', 'supervisor'].map((participantId) =>
    aParticipant({
      participantId,
      role: participantId === 'customer' ? 'CUSTOMER' : 'AGENT',
      leftAt: participantId === 'supervisor' ? at - 1 : at,
    }),
  );
  const namesOf = (cause: 'ended' | 'customerLeft') =>
    all(aChat({ participants, ended: { at, cause } }), []).filter((id) => !id.endsWith('/joined'));
  expect(namesOf('ended')).toEqual(['c1/supervisor/left', 'c1/ended']);
  expect(namesOf('customerLeft')).toEqual(['c1/supervisor/left', 'c1/customer/left', 'c1/ended']);
});
