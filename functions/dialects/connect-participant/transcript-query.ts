import * as z from 'zod';
import type { TranscriptPage } from '#core/chats/ports.ts';
import type { Instant } from '#core/instant.ts';
import { mustBe, onceRead, sizeOf } from '../request-schema.ts';
import { members, shownWord } from './fields.ts';
import { type Direction, lastInstant, type Place, positionOf, readNextToken } from './place.ts';

/** The part of a transcript that a client wants. */
export interface TranscriptQuery {
  readonly limit: number;
  readonly direction: Direction;
  readonly order: 'ascending' | 'descending';
  /** @default - the end at which the direction begins */
  readonly start?:
    | { readonly type: 'place'; readonly place: Place }
    /** The newest item but `count - 1`. */
    | { readonly type: 'mostRecent'; readonly count: number };
}

const idError = mustBe('the Id of an item, 1 to 400 characters', sizeOf);
const timeError = mustBe('an instant in ISO 8601, such as 2026-11-21T09:30:00.000Z', sizeOf);
const recentError = mustBe('a whole number from 0 to 100', shownWord);

/** Where to begin: at an item, at an instant, or at one of the most recent items. */
const startPosition = members({
  Id: z.string({ error: idError }).min(1, { error: idError }).max(400, { error: idError }).optional(),
  AbsoluteTime: z.iso
    .datetime({ offset: true, error: timeError })
    .pipe(z.coerce.date({ error: timeError }))
    .transform((date) => Math.min(Math.max(date.getTime(), 0), lastInstant))
    .optional(),
  MostRecent: z.int({ error: recentError }).min(0, { error: recentError }).max(100, { error: recentError }).optional(),
})
  .refine(({ Id, AbsoluteTime }) => Id === undefined || AbsoluteTime !== undefined || instantIn(Id) !== undefined, {
    path: ['AbsoluteTime'],
    error: 'Must be given with the Id of an item that is no message: it is found by its time',
    when: onceRead('Id', 'AbsoluteTime'),
  })
  .refine(({ AbsoluteTime, MostRecent }) => AbsoluteTime === undefined || MostRecent === undefined, {
    path: ['MostRecent'],
    error: 'Must be left out where AbsoluteTime is given: one place is enough to start from',
    when: onceRead('AbsoluteTime', 'MostRecent'),
  })
  .transform(({ Id, AbsoluteTime, ...rest }) => ({
    ...rest,
    at: AbsoluteTime ?? (Id === undefined ? undefined : instantIn(Id)),
  }));

/** The id of a message is a UUID of version 7, which begins with its instant. */
function instantIn(id: string): Instant | undefined {
  const isTimed = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(id);
  return isTimed ? Math.min(Number.parseInt(id.replace('-', '').slice(0, 12), 16), lastInstant) : undefined;
}

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

export const contactIdError = mustBe('left out, or the contact id of this chat', sizeOf);

const given = members({
  ContactId: z.string({ error: contactIdError }).optional(),
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
});

/** A request for a transcript. A token continues where it stands and overrides the start position, which clients repeat. */
export const transcriptRequest = z.object({
  body: given.transform(({ ContactId: contactId, NextToken, ScanDirection, ...rest }) => {
    const direction = NextToken?.direction ?? ScanDirection ?? 'backward';
    const start = NextToken
      ? ({ type: 'place', place: NextToken.place } as const)
      : startOf(rest.StartPosition, direction);
    const order = rest.SortOrder === 'ASCENDING' ? 'ascending' : 'descending';
    const query: TranscriptQuery = { limit: rest.MaxResults, direction, order, ...(start && { start }) };
    return { contactId, query };
  }),
});

/** The instant at which a reader begins is included in either direction. */
function startOf(
  { at, MostRecent: count }: Partial<z.output<typeof startPosition>> = {},
  direction: Direction,
): TranscriptQuery['start'] {
  if (at !== undefined) return { type: 'place', place: { at: direction === 'forward' ? at : at + 1, id: '' } };
  return count ? { type: 'mostRecent', count } : undefined;
}

/** The messages to read for a query: one more than fit on the page, which shows whether there are more. */
export function pageOf({ limit, direction, start }: TranscriptQuery): TranscriptPage {
  if (start?.type === 'mostRecent') {
    return { direction: 'backward', limit: direction === 'forward' ? start.count : start.count + limit };
  }
  return { direction, limit: limit + 1, ...(start && { after: positionOf(start.place) }) };
}
