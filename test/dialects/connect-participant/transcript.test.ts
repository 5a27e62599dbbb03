import { describe, expect, test } from '@jest/globals';
import { makeMessageIds } from '#adapters/message-ids.ts';
import { seconds } from '#core/instant.ts';
import { writeNextToken } from '#dialects/connect-participant/next-token.ts';
import { pageOf, parseTranscript, renderTranscript } from '#dialects/connect-participant/transcript.ts';
import { someDay } from '../../support/agents.ts';
import { aChat, aParticipant } from '../../support/chats.ts';
import { aMessage, answerTo, asking, invalid } from './requests.ts';

const parse = (body: unknown) => parseTranscript(asking(body));
const usual = { limit: 15, direction: 'backward', order: 'descending' };
const place = { at: someDay, id: 'm1' };
const NextToken = writeNextToken({ direction: 'forward', place });

describe('a reader', () => {
  test('gets the latest fifteen items unless told otherwise', () => {
    expect(parse({})).toEqual(usual);
    expect(parse({ StartPosition: {}, ContactId: 'c1' })).toEqual(usual);
    expect(pageOf(parse({}))).toEqual({ direction: 'backward', limit: 16 });
  });

  test('may read as the stock client does', () => {
    const body = { MaxResults: 100, ScanDirection: 'FORWARD', SortOrder: 'ASCENDING', StartPosition: {} };
    expect(parse(body)).toEqual({ limit: 100, direction: 'forward', order: 'ascending' });
  });

  test('may start at an instant, which belongs to it, or at an item of that instant', () => {
    const AbsoluteTime = '2026-11-21T10:30:00.000+01:00';
    expect(parse({ ScanDirection: 'FORWARD', StartPosition: { AbsoluteTime } }).start).toEqual({
      type: 'place',
      place: { at: someDay, id: '' },
    });
    const back = parse({ StartPosition: { AbsoluteTime, Id: 'm1' } });
    expect(back.start).toEqual({ type: 'place', place: { at: someDay + 1, id: '' } });
    expect(pageOf(back)).toEqual({
      direction: 'backward',
      limit: 16,
      after: { at: someDay + 1, messageId: '' },
    });
  });

  test('may start at a message by its id alone, for the id holds the instant', () => {
    const Id = makeMessageIds().next(someDay);
    const forward = parse({ ScanDirection: 'FORWARD', StartPosition: { Id } });
    expect(forward.start).toEqual({ type: 'place', place: { at: someDay, id: '' } });
    expect(parse({ StartPosition: { Id: Id.toUpperCase() } }).start).toEqual({
      type: 'place',
      place: { at: someDay + 1, id: '' },
    });
  });

  test('may start at one of the most recent items', () => {
    const back = parse({ MaxResults: 10, StartPosition: { MostRecent: 3 } });
    expect(back.start).toEqual({ type: 'mostRecent', count: 3 });
    expect(pageOf(back)).toEqual({ direction: 'backward', limit: 13 });
    expect(pageOf({ ...back, direction: 'forward' })).toEqual({ direction: 'backward', limit: 3 });
    expect(parse({ StartPosition: { MostRecent: 0 } })).toEqual(usual);
  });

  test('goes on where it stood, whatever start position is sent again', () => {
    const on = { ...usual, direction: 'forward', start: { type: 'place', place } };
    expect(parse({ NextToken })).toEqual(on);
    expect(parse({ NextToken, ScanDirection: 'FORWARD', StartPosition: { MostRecent: 3 } })).toEqual(on);
    expect(pageOf(parse({ NextToken })).after).toEqual({ at: someDay, messageId: 'm1' });
  });

  test.each(['0000-01-01T00:00:00Z', '1969-12-31T23:59:59.999Z', '9999-12-31T23:59:59Z'])(
    'may start long before or after any chat: %s',
    (AbsoluteTime) => {
      const at = pageOf(parse({ StartPosition: { AbsoluteTime } })).after?.at;
      expect(String(at).length).toBeLessThanOrEqual(13);
      expect(at).toBeGreaterThanOrEqual(0);
    },
  );

  const hundred = 'MaxResults: Must be a whole number from 1 to 100';
  const instant = 'StartPosition.AbsoluteTime: Must be an instant in ISO 8601, such as 2026-11-21T09:30:00.000Z';
  const recent = 'StartPosition.MostRecent: Must be a whole number from 0 to 100';
  const earlier = 'NextToken: Must be the NextToken of an earlier answer';
  const AbsoluteTime = '2026-11-21T09:30:00Z';
  test.each<[unknown, string]>([
    [
      undefined,
      'Must be an object with ContactId, MaxResults, NextToken, ScanDirection, SortOrder, StartPosition, but is missing',
    ],
    [{ MaxResults: 0 }, `${hundred}, got 0`],
    [{ MaxResults: 101 }, `${hundred}, got 101`],
    [{ MaxResults: 1.5 }, `${hundred}, got 1.5`],
    [{ MaxResults: '15' }, `${hundred}, got "15"`],
    [{ ScanDirection: 'forward' }, 'ScanDirection: Must be FORWARD or BACKWARD, got "forward"'],
    [{ SortOrder: 'NEWEST' }, 'SortOrder: Must be ASCENDING or DESCENDING, got "NEWEST"'],
    [{ StartPosition: 'm1' }, 'StartPosition: Must be an object with Id, AbsoluteTime, MostRecent, got "m1"'],
    [
      { StartPosition: { Id: 'm1' } },
      'StartPosition.AbsoluteTime: Must be given with the Id of an item that is no message: it is found by its time',
    ],
    [
      { StartPosition: { Id: '', AbsoluteTime } },
      'StartPosition.Id: Must be the Id of an item, 1 to 400 characters, got 0 characters',
    ],
    [{ StartPosition: { AbsoluteTime: 'yesterday' } }, `${instant}, got 9 characters`],
    [{ StartPosition: { AbsoluteTime: '2026-02-30T09:30:00Z' } }, `${instant}, got 20 characters`],
    [{ StartPosition: { AbsoluteTime: someDay } }, `${instant}, got a number`],
    [{ StartPosition: { MostRecent: 101 } }, `${recent}, got 101`],
    [{ StartPosition: { MostRecent: -1 } }, `${recent}, got -1`],
    [
      { StartPosition: { AbsoluteTime, MostRecent: 3 } },
      'StartPosition.MostRecent: Must be left out where AbsoluteTime is given: one place is enough to start from',
    ],
    [{ NextToken: '' }, `${earlier}, got 0 characters`],
    [{ NextToken: `${NextToken}=` }, `${earlier}, got ${NextToken.length + 1} characters`],
    [{ NextToken: 'bm90IG91cnM' }, `${earlier}, got 11 characters`],
    [{ NextToken: 5 }, `${earlier}, got a number`],
    [{ NextToken, ScanDirection: 'BACKWARD' }, 'ScanDirection: Must be that of the request which NextToken continues'],
    [{ ContactId: 'c2' }, 'ContactId: Must be left out, or the contact id of this chat, got 2 characters'],
    [{ ContactId: 5 }, 'ContactId: Must be left out, or the contact id of this chat, got a number'],
    [
      { ConnectionToken: 't' },
      'ConnectionToken: Unknown key; known are ContactId, MaxResults, NextToken, ScanDirection, SortOrder, StartPosition',
    ],
  ])('may not ask %j', (body, message) => {
    expect(answerTo(() => parse(body))).toEqual(invalid(message));
  });
});

describe('a transcript', () => {
  const customer = aParticipant({ displayName: 'Leia' });
  const message = aMessage({ at: someDay + seconds(5) });
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

  test('has messages, and who came between them', () => {
    const chat = aChat({ participants: [customer] });
    expect(renderTranscript({ type: 'read', chat, messages: [message] }, parse({}))).toEqual({
      status: 200,
      body: { InitialContactId: 'c1', Transcript: [said, joined] },
    });
  });

  test('says how to read on where there is more', () => {
    const chat = aChat({ participants: [customer] });
    const { body } = renderTranscript({ type: 'read', chat, messages: [message] }, parse({ MaxResults: 1 }));
    const token = writeNextToken({ direction: 'backward', place: { at: message.at, id: 'm1' } });
    expect(body).toEqual({ InitialContactId: 'c1', Transcript: [said], NextToken: token });
    const rest = renderTranscript({ type: 'read', chat, messages: [] }, parse({ MaxResults: 1, NextToken: token }));
    expect(rest.body).toEqual({ InitialContactId: 'c1', Transcript: [joined] });
  });

  test.each(['ended', 'left', 'unknownChat', 'unknownParticipant'] as const)('is denied when %s', (type) => {
    expect(answerTo(() => renderTranscript({ type }, parse({}))).slice(0, 2)).toEqual([403, 'AccessDeniedException']);
  });
});

test('a token is as long as a client takes, whatever it stands for', () => {
  const id = `${'c'.repeat(256)}/${'p'.repeat(64)}/joined`;
  expect(writeNextToken({ direction: 'backward', place: { at: 9_999_999_999_998, id } }).length).toBeLessThan(1_000);
});
