import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { makeMessageIds } from '#adapters/crypto/message-ids.ts';
import { writeNextToken } from '#dialects/connect-participant/place.ts';
import { transcriptRequest } from '#dialects/connect-participant/transcript-query.ts';
import { parseRequest } from '#dialects/request-schema.ts';
import { someDay } from '../../support/agents.ts';
import { callOf } from '../call-route.ts';
import { answerTo, asking, invalid, key, routeOfCall } from './requests.ts';

const getTranscript = routeOfCall('transcript');
const queryOf = (body: unknown) => parseRequest(transcriptRequest, asking(body)).body.query;
/** The messages that are read for a request. */
const pageFor = async (body: unknown) => (await callOf(getTranscript, asking(body))).args[2];

const usual = { limit: 15, direction: 'backward', order: 'descending' };
const place = { at: someDay, id: 'm1' };
const NextToken = writeNextToken({ direction: 'forward', place });

describe('a reader of a transcript', () => {
  test('gets the latest fifteen items by default', async () => {
    expect(queryOf({})).toEqual(usual);
    expect(queryOf({ StartPosition: {}, ContactId: 'c1' })).toEqual(usual);
    expect(await callOf(getTranscript, asking({}))).toEqual({
      useCase: 'readTranscript',
      args: [key, 'customer', { direction: 'backward', limit: 16 }],
    });
  });

  test('may read as the stock client does', () => {
    const body = { MaxResults: 100, ScanDirection: 'FORWARD', SortOrder: 'ASCENDING', StartPosition: {} };
    expect(queryOf(body)).toEqual({ limit: 100, direction: 'forward', order: 'ascending' });
  });

  test('may start at an instant, which is included, or at an item of that instant', async () => {
    const AbsoluteTime = '2026-11-21T10:30:00.000+01:00';
    expect(queryOf({ ScanDirection: 'FORWARD', StartPosition: { AbsoluteTime } }).start).toEqual({
      type: 'place',
      place: { at: someDay, id: '' },
    });
    const back = { StartPosition: { AbsoluteTime, Id: 'm1' } };
    expect(queryOf(back).start).toEqual({ type: 'place', place: { at: someDay + 1, id: '' } });
    expect(await pageFor(back)).toEqual({
      direction: 'backward',
      limit: 16,
      after: { at: someDay + 1, messageId: '' },
    });
  });

  test('may start at a message by its id alone, because the id contains the instant', () => {
    const Id = makeMessageIds().next(someDay);
    const forward = queryOf({ ScanDirection: 'FORWARD', StartPosition: { Id } });
    expect(forward.start).toEqual({ type: 'place', place: { at: someDay, id: '' } });
    expect(queryOf({ StartPosition: { Id: Id.toUpperCase() } }).start).toEqual({
      type: 'place',
      place: { at: someDay + 1, id: '' },
    });
  });

  test('may start at one of the most recent items', async () => {
    const back = { MaxResults: 10, StartPosition: { MostRecent: 3 } };
    expect(queryOf(back).start).toEqual({ type: 'mostRecent', count: 3 });
    expect(await pageFor(back)).toEqual({ direction: 'backward', limit: 13 });
    expect(await pageFor({ ...back, ScanDirection: 'FORWARD' })).toEqual({ direction: 'backward', limit: 3 });
    expect(queryOf({ StartPosition: { MostRecent: 0 } })).toEqual(usual);
  });

  test('continues at the token, whatever start position is repeated', async () => {
    const on = { ...usual, direction: 'forward', start: { type: 'place', place } };
    expect(queryOf({ NextToken })).toEqual(on);
    expect(queryOf({ NextToken, ScanDirection: 'FORWARD', StartPosition: { MostRecent: 3 } })).toEqual(on);
    expect(await pageFor({ NextToken })).toMatchObject({ after: { at: someDay, messageId: 'm1' } });
  });

  test.each(['0000-01-01T00:00:00Z', '1969-12-31T23:59:59.999Z', '9999-12-31T23:59:59Z'])(
    'may start long before or after any chat: %s',
    async (AbsoluteTime) => {
      const { after } = z
        .object({ after: z.object({ at: z.number() }) })
        .parse(await pageFor({ StartPosition: { AbsoluteTime } }));
      expect(String(after.at).length).toBeLessThanOrEqual(13);
      expect(after.at).toBeGreaterThanOrEqual(0);
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
  ])('may not send %j', async (body, message) => {
    expect(await answerTo(getTranscript, callOf(getTranscript, asking(body)))).toEqual(invalid(message));
  });
});

test('a token is never longer than clients accept', () => {
  const id = `${'c'.repeat(256)}/${'p'.repeat(64)}/joined`;
  expect(writeNextToken({ direction: 'backward', place: { at: 9_999_999_999_998, id } }).length).toBeLessThan(1_000);
});
