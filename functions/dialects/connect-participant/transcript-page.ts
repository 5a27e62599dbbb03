import type { Chat, Participant } from '#core/chats/chat.ts';
import type { Message } from '#core/chats/message.ts';
import type { Instant } from '#core/instant.ts';
import { type Item, itemOfEnd, itemOfPresence } from './item.ts';
import { itemOfMessage } from './items.ts';
import { comparePlaces, type Place } from './place.ts';

/** Which part of a transcript is wanted. */
export interface TranscriptQuery {
  readonly limit: number;
  readonly direction: 'forward' | 'backward';
  readonly order: 'ascending' | 'descending';
  /** Where to begin; absent: at the end that the direction begins with. */
  readonly start?:
    | { readonly type: 'place'; readonly place: Place }
    /** At the newest item but `count - 1`. */
    | { readonly type: 'mostRecent'; readonly count: number };
}

/** Items in the order that was asked for, and where to read on if there are more. */
interface ItemPage {
  readonly items: readonly Item[];
  readonly next?: Place;
}

interface Entry {
  readonly place: Place;
  readonly item: Item;
}

/**
 * A page of a chat's transcript: messages as `pageOf` has them read, and between them who has joined and left and the
 * end, which the chat itself knows.
 */
export function transcriptPage(chat: Chat, messages: readonly Message[], query: TranscriptQuery): ItemPage {
  const entries = [...messages.map((message) => entry(itemOfMessage(chat, message), message.at)), ...presencesOf(chat)];
  const wanted = wantedOf(entries, query);
  const page = wanted.slice(0, query.limit);
  const last = page.at(-1);
  const items = page.map(({ item }) => item);
  const isInOrder = (query.order === 'ascending') === (query.direction === 'forward');
  return {
    items: isInOrder ? items : items.toReversed(),
    ...(last && wanted.length > page.length && { next: last.place }),
  };
}

/** The entries from where the query begins, in its direction. */
function wantedOf(entries: readonly Entry[], { direction, start }: TranscriptQuery): readonly Entry[] {
  const isForward = direction === 'forward';
  if (start?.type === 'mostRecent') {
    const newest = entries.toSorted((a, b) => comparePlaces(b.place, a.place));
    return isForward ? newest.slice(0, start.count).toReversed() : newest.slice(start.count - 1);
  }
  const sign = isForward ? 1 : -1;
  return entries
    .filter(({ place }) => !start || sign * comparePlaces(place, start.place) > 0)
    .sort((a, b) => sign * comparePlaces(a.place, b.place));
}

const entry = (item: Item, at: Instant): Entry => ({ place: { at, id: item.Id }, item });

/** Whom the end of the chat took along, which needs no word of its own; the customer who ended it has left. */
const isByEnd = ({ ended }: Chat, { leftAt, role }: Participant) =>
  ended !== undefined && leftAt === ended.at && !(role === 'CUSTOMER' && ended.cause === 'customerLeft');

function presencesOf(chat: Chat): readonly Entry[] {
  const presences = chat.participants.flatMap((participant) => {
    const { joinedAt, leftAt } = participant;
    const presence = (type: 'joined' | 'left', at: Instant) =>
      entry(itemOfPresence(chat, participant, { type, at }), at);
    return [
      presence('joined', joinedAt),
      ...(leftAt === undefined || isByEnd(chat, participant) ? [] : [presence('left', leftAt)]),
    ];
  });
  return chat.ended ? [...presences, entry(itemOfEnd(chat, chat.ended.at), chat.ended.at)] : presences;
}
