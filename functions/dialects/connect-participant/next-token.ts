import * as z from 'zod';
import { jsonOf } from './fields.ts';
import { lastInstant, type Place } from './place.ts';

/** Where a reader of a transcript stands, and which way it goes on. */
export interface Bookmark {
  readonly direction: 'forward' | 'backward';
  readonly place: Place;
}

const shape = z.tuple([z.enum(['forward', 'backward']), z.int().min(0).max(lastInstant), z.string().min(1).max(400)]);

/** A bookmark as text; clients make nothing of it. */
export const writeNextToken = ({ direction, place }: Bookmark): string =>
  Buffer.from(JSON.stringify([direction, place.at, place.id])).toString('base64url');

/** The bookmark that a text is, or `undefined`. */
export function readNextToken(text: string): Bookmark | undefined {
  const read = shape.safeParse(jsonOf(Buffer.from(text, 'base64url').toString()), { jitless: true });
  if (!read.success) return undefined;
  const [direction, at, id] = read.data;
  const bookmark = { direction, place: { at, id } };
  return writeNextToken(bookmark) === text ? bookmark : undefined;
}
