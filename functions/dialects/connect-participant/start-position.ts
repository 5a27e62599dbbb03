import * as z from 'zod';
import type { Instant } from '#core/instant.ts';
import { mustBe, sizeOf } from '../must-be.ts';
import { onceRead } from '../request-schema.ts';
import { members, shownWord } from './fields.ts';
import { lastInstant } from './place.ts';

const idError = mustBe('the Id of an item, 1 to 400 characters', sizeOf);
const timeError = mustBe('an instant in ISO 8601, such as 2026-11-21T09:30:00.000Z', sizeOf);
const recentError = mustBe('a whole number from 0 to 100', shownWord);

/** Where to start reading a transcript: at an item, at an instant, or at one of the most recent items. */
export const startPosition = members({
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
