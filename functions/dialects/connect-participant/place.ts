import type { Position } from '#core/chats/message.ts';
import type { Instant } from '#core/instant.ts';

/** A place between the items of a transcript: after the item of that id or, if the id is empty, before that instant. */
export interface Place {
  readonly at: Instant;
  readonly id: string;
}

/** The latest instant that a place may have, in the year 2286: places are kept by 13 digits, and the next must fit. */
export const lastInstant = 9_999_999_999_998;

/** What happens at one instant, in the order in which it is told. */
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

/** The same place among messages alone. */
export function positionOf({ at, id }: Place): Position {
  const rank = rankOf(id);
  if (rank > ranks.message) return { at: at + 1, messageId: '' };
  return { at, messageId: rank === ranks.message ? id : '' };
}
