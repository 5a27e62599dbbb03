import * as z from 'zod';
import type { TranscriptPage } from '#core/chats/ports.ts';
import type { TranscriptOutcome } from '#core/chats/read-transcript.ts';
import { type HttpAnswer, RefusedRequest } from '../http.ts';
import { mustBe, sizeOf } from '../must-be.ts';
import { onceRead, parseRequest } from '../request-schema.ts';
import { members, shownWord } from './fields.ts';
import { readNextToken, writeNextToken } from './next-token.ts';
import { positionOf } from './place.ts';
import { refusedParticipant } from './refusals.ts';
import type { ParticipantRequest } from './request.ts';
import { startPosition } from './start-position.ts';
import { type TranscriptQuery, transcriptPage } from './transcript-page.ts';

const contactError = mustBe('left out, or the contact id of this chat', sizeOf);
const resultsError = mustBe('a whole number from 1 to 100', shownWord);
const tokenError = mustBe('the NextToken of an earlier answer', sizeOf);
const scanError = mustBe('FORWARD or BACKWARD', shownWord);
const sortError = mustBe('ASCENDING or DESCENDING', shownWord);

const nextToken = z.string({ error: tokenError }).transform((token, { issues }) => {
  const bookmark = readNextToken(token);
  if (bookmark) return bookmark;
  issues.push({ code: 'custom', input: token, message: tokenError({ input: token }) });
  return z.NEVER;
});

const directions = { FORWARD: 'forward', BACKWARD: 'backward' } as const;

const transcript = z.object({
  body: members({
    ContactId: z.string({ error: contactError }).optional(),
    MaxResults: z
      .int({ error: resultsError })
      .min(1, { error: resultsError })
      .max(100, { error: resultsError })
      .default(15),
    NextToken: nextToken.optional(),
    ScanDirection: z
      .enum(['FORWARD', 'BACKWARD'], { error: scanError })
      .transform((direction) => directions[direction])
      .optional(),
    SortOrder: z.enum(['ASCENDING', 'DESCENDING'], { error: sortError }).default('DESCENDING'),
    StartPosition: startPosition.optional(),
  }).refine(({ NextToken, ScanDirection }) => !NextToken || !ScanDirection || NextToken.direction === ScanDirection, {
    path: ['ScanDirection'],
    error: 'Must be that of the request which NextToken continues',
    when: onceRead('NextToken', 'ScanDirection'),
  }),
});

/**
 * `POST /participant/transcript`: GetTranscript. With a token the reading goes on where it stood, whatever the start
 * position, which clients send again.
 */
export function parseTranscript(request: ParticipantRequest): TranscriptQuery {
  const { ContactId, NextToken, ScanDirection, ...read } = parseRequest(transcript, request).body;
  if (ContactId !== undefined && ContactId !== request.pass.contactId) {
    const fault = { path: 'ContactId', message: contactError({ input: ContactId }) };
    throw new RefusedRequest({ type: 'badInput', faults: [fault] });
  }
  const direction = NextToken?.direction ?? ScanDirection ?? 'backward';
  const start = NextToken
    ? ({ type: 'place', place: NextToken.place } as const)
    : startOf(read.StartPosition, direction);
  const order = read.SortOrder === 'ASCENDING' ? 'ascending' : 'descending';
  return { limit: read.MaxResults, direction, order, ...(start && { start }) };
}

/** The instant that a reading begins with belongs to it, whichever way it goes. */
function startOf(
  { at, MostRecent: count }: Partial<z.output<typeof startPosition>> = {},
  direction: TranscriptQuery['direction'],
): TranscriptQuery['start'] {
  if (at !== undefined) return { type: 'place', place: { at: direction === 'forward' ? at : at + 1, id: '' } };
  return count ? { type: 'mostRecent', count } : undefined;
}

/** The messages to read for a query: one more than fits, to know whether there are more. */
export function pageOf({ limit, direction, start }: TranscriptQuery): TranscriptPage {
  if (start?.type === 'mostRecent') {
    return { direction: 'backward', limit: direction === 'forward' ? start.count : start.count + limit };
  }
  return { direction, limit: limit + 1, ...(start && { after: positionOf(start.place) }) };
}

/** @throws RefusedRequest when the transcript is not, or no more, for who asks. */
export function renderTranscript(outcome: TranscriptOutcome, query: TranscriptQuery): HttpAnswer {
  if (outcome.type !== 'read') throw refusedParticipant(outcome.type);
  const { items, next } = transcriptPage(outcome.chat, outcome.messages, query);
  return {
    status: 200,
    body: {
      InitialContactId: outcome.chat.contactId,
      Transcript: items,
      ...(next && { NextToken: writeNextToken({ direction: query.direction, place: next }) }),
    },
  };
}
