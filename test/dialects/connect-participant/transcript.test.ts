import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import type { Chat, Participant } from '#core/chats/chat.ts';
import type { Message, TranscriptPage } from '#core/chats/ports.ts';
import { type Instant, seconds } from '#core/instant.ts';
import { itemAnswer } from '#dialects/connect-participant/item.ts';
import { writeNextToken } from '#dialects/connect-participant/place.ts';
import { someDay } from '../../support/agents.ts';
import { aChat, aParticipant } from '../../support/chats.ts';
import { answerOf, callOf } from '../call-route.ts';
import { aMessageOfLeia, answerTo, asking, routeOfCall } from './requests.ts';

const getTranscript = routeOfCall('transcript');

describe('a transcript', () => {
  const customer = aParticipant({ displayName: 'Leia' });
  const message = aMessageOfLeia({ at: someDay + seconds(5) });
  const leia = { ParticipantId: 'customer', DisplayName: 'Leia', ParticipantRole: 'CUSTOMER' };
  const place = { InitialContactId: 'c1', ContactId: 'c1' };
  const joined = {
    Id: 'c1/customer/joined',
    AbsoluteTime: '2026-11-21T09:30:00.000Z',
    ...place,
    Type: 'EVENT',
    ContentType: 'application/vnd.amazonaws.connect.event.participant.joined',
    ...leia,
  };
  const said = {
    Id: 'm1',
    AbsoluteTime: '2026-11-21T09:30:05.000Z',
    ...place,
    Type: 'MESSAGE',
    ContentType: 'text/plain',
    Content: 'Hello',
    ...leia,
  };

  const chat = aChat({ participants: [customer] });
  const answerWith = (outcome: object, body: object = {}) => answerOf(getTranscript, outcome, asking(body));

  test('has messages, and between them who has joined', async () => {
    expect(await answerWith({ type: 'read', chat, messages: [message] })).toEqual({
      status: 200,
      body: { InitialContactId: 'c1', Transcript: [said, joined] },
    });
  });

  test('has a token for the next page if there is more', async () => {
    const { body } = await answerWith({ type: 'read', chat, messages: [message] }, { MaxResults: 1 });
    const token = writeNextToken({ direction: 'backward', place: { at: message.at, id: 'm1' } });
    expect(body).toEqual({ InitialContactId: 'c1', Transcript: [said], NextToken: token });
    const rest = await answerWith({ type: 'read', chat, messages: [] }, { MaxResults: 1, NextToken: token });
    expect(rest.body).toEqual({ InitialContactId: 'c1', Transcript: [joined] });
  });

  test.each(['ended', 'left', 'unknownChat', 'unknownParticipant'])(
    'is refused when the outcome is %s',
    async (type) => {
      const answer = await answerTo(getTranscript, answerWith({ type }));
      expect(answer.slice(0, 2)).toEqual([403, 'AccessDeniedException']);
    },
  );
});

/** Few instants, so that many things happen at the same one. */
const instant = fc.integer({ min: 0, max: 4 }).map((n) => someDay + n);
const anyMessage = fc.record({ at: instant, messageId: fc.uuid() }).map(aMessageOfLeia);
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

/** The messages that a store would read. */
function read(messages: readonly Message[], { after, direction, limit }: TranscriptPage): readonly Message[] {
  const sign = direction === 'forward' ? 1 : -1;
  const key = (at: Instant, id: string) => `${String(at).padStart(13, '0')}#${id}`;
  const order = (a: string, b: string) => sign * (a < b ? -1 : Number(a > b));
  return messages
    .filter(({ at, messageId }) => !after || order(key(at, messageId), key(after.at, after.messageId)) > 0)
    .toSorted((a, b) => order(key(a.at, a.messageId), key(b.at, b.messageId)))
    .slice(0, limit);
}

const transcript = z.object({ Transcript: z.array(itemAnswer), NextToken: z.string().optional() });

/** The answer to a request for the transcript of a chat with these messages. */
async function readPage(chat: Chat, messages: readonly Message[], body: object) {
  const { args } = await callOf(getTranscript, asking(body));
  const outcome = { type: 'read', chat, messages: read(messages, args[2] as TranscriptPage) };
  return transcript.parse((await answerOf(getTranscript, outcome, asking(body))).body);
}

/** Everything there is, the oldest item first. */
async function readAll(chat: Chat, messages: readonly Message[]) {
  const body = { MaxResults: 100, ScanDirection: 'FORWARD', SortOrder: 'ASCENDING' };
  return (await readPage(chat, messages, body)).Transcript;
}

const idsOf = (items: readonly { readonly Id: string }[]) => items.map(({ Id }) => Id);

const direction = fc.constantFrom('FORWARD' as const, 'BACKWARD' as const);

test('read page by page from either end, a transcript has every item once and in its place', async () => {
  const limits = fc.integer({ min: 1, max: 4 });
  await fc.assert(
    fc.asyncProperty(anyChat, messages, limits, direction, async (chat, messages, MaxResults, direction) => {
      const SortOrder = direction === 'FORWARD' ? 'ASCENDING' : 'DESCENDING';
      const ids: string[] = [];
      let start: object | undefined = { ScanDirection: direction };
      while (start) {
        const { Transcript, NextToken }: z.output<typeof transcript> = await readPage(chat, messages, {
          ...start,
          SortOrder,
          MaxResults,
        });
        if (NextToken !== undefined) expect(Transcript).toHaveLength(MaxResults);
        ids.push(...idsOf(Transcript));
        expect(new Set(ids).size).toBe(ids.length);
        start = NextToken === undefined ? undefined : { NextToken };
      }
      const all = idsOf(await readAll(chat, messages));
      expect(ids).toEqual(direction === 'FORWARD' ? all : all.toReversed());
    }),
  );
});

test('at one instant participants join, write and leave, and the end comes last', async () => {
  const chat = aChat({
    participants: [aParticipant({ leftAt: someDay })],
    ended: { at: someDay, cause: 'customerLeft' },
  });
  const items = await readAll(chat, [aMessageOfLeia({ at: someDay, messageId: 'zz' })]);
  expect(idsOf(items)).toEqual(['c1/customer/joined', 'zz', 'c1/customer/left', 'c1/ended']);
});

test('a start at an instant includes everything of that instant, and what follows in the direction', async () => {
  await fc.assert(
    fc.asyncProperty(anyChat, messages, instant, direction, async (chat, messages, at, ScanDirection) => {
      const start = new Date(at).toISOString();
      const body = { ScanDirection, SortOrder: 'ASCENDING', MaxResults: 100, StartPosition: { AbsoluteTime: start } };
      const times = (await readPage(chat, messages, body)).Transcript.map(({ AbsoluteTime }) => AbsoluteTime);
      const ahead = (await readAll(chat, messages)).filter(({ AbsoluteTime }) =>
        ScanDirection === 'FORWARD' ? AbsoluteTime >= start : AbsoluteTime <= start,
      );
      expect(times).toEqual(ahead.map(({ AbsoluteTime }) => AbsoluteTime));
    }),
  );
});

test('a start at the n-th most recent item begins there, in either direction', async () => {
  const small = fc.integer({ min: 1, max: 6 });
  await fc.assert(
    fc.asyncProperty(anyChat, messages, small, small, async (chat, messages, count, limit) => {
      const all = idsOf(await readAll(chat, messages));
      const from = (ScanDirection: 'FORWARD' | 'BACKWARD') =>
        readPage(chat, messages, {
          MaxResults: limit,
          ScanDirection,
          SortOrder: 'ASCENDING',
          StartPosition: { MostRecent: count },
        });
      const forward = await from('FORWARD');
      expect(idsOf(forward.Transcript)).toEqual(all.slice(-count).slice(0, limit));
      const older = all.slice(0, Math.max(0, all.length - count + 1));
      const backward = await from('BACKWARD');
      expect(idsOf(backward.Transcript)).toEqual(older.slice(-limit));
      expect(backward.NextToken !== undefined).toBe(older.length > limit);
    }),
  );
});

test('who left only because the chat ended is not shown as having left; the customer who ended it is', async () => {
  const at = someDay + 9;
  const participants = ['customer', 'agent', 'supervisor'].map((participantId) =>
    aParticipant({
      participantId,
      role: participantId === 'customer' ? 'CUSTOMER' : 'AGENT',
      leftAt: participantId === 'supervisor' ? at - 1 : at,
    }),
  );
  const leavingIds = async (cause: 'ended' | 'customerLeft') =>
    idsOf(await readAll(aChat({ participants, ended: { at, cause } }), [])).filter((id) => !id.endsWith('/joined'));
  expect(await leavingIds('ended')).toEqual(['c1/supervisor/left', 'c1/ended']);
  expect(await leavingIds('customerLeft')).toEqual(['c1/supervisor/left', 'c1/customer/left', 'c1/ended']);
});
