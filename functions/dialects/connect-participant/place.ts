import * as z from 'zod';
import type { Position } from '#core/chats/ports.ts';
import type { Instant } from '#core/instant.ts';
import { jsonOf } from './fields.ts';

/** A place between the items of a transcript: after the item with this id or, if the id is empty, before this instant. */
export interface Place {
  readonly at: Instant;
  readonly id: string;
}

/** The latest instant of a place, in the year 2286. Positions are stored with 13 digits, and the next instant must fit. */
export const lastInstant = 9_999_999_999_998;

/** The order of what happens at the same instant. */
const ranks = { nothing: 0, joined: 1, message: 2, left: 3, ended: 4 } as const;

function rankOf(id: string): number {
  if (id === '') return ranks.nothing;
  if (id.endsWith('/joined')) return ranks.joined;
  if (id.endsWith('/left')) return ranks.left;
  return id.endsWith('/ended') ? ranks.ended : ranks.message;
}

/** The order of a transcript. */
export function comparePlaces(a: Place, b: Place): number {
  const byId = a.id < b.id ? -1 : Number(a.id > b.id);
  return a.at - b.at || rankOf(a.id) - rankOf(b.id) || byId;
}

/** The same place among the messages alone. */
export function positionOf({ at, id }: Place): Position {
  const rank = rankOf(id);
  if (rank > ranks.message) return { at: at + 1, messageId: '' };
  return { at, messageId: rank === ranks.message ? id : '' };
}

export type Direction = 'forward' | 'backward';

/** Where the next page of a transcript begins. */
interface Bookmark {
  readonly direction: Direction;
  readonly place: Place;
}

const bookmarkText = z.tuple([
  z.enum(['forward', 'backward']),
  z.int().min(0).max(lastInstant),
  z.string().min(1).max(400),
]);

/** A bookmark as text, which clients do not interpret. */
export const writeNextToken = ({ direction, place }: Bookmark): string =>
  Buffer.from(JSON.stringify([direction, place.at, place.id])).toString('base64url');

/** The bookmark in a text; `undefined` if it is none. */
export function readNextToken(text: string): Bookmark | undefined {
  const read = bookmarkText.safeParse(jsonOf(Buffer.from(text, 'base64url').toString()), { jitless: true });
  if (!read.success) return undefined;
  const [direction, at, id] = read.data;
  const bookmark = { direction, place: { at, id } };
  return writeNextToken(bookmark) === text ? bookmark : undefined;
}
