import * as z from 'zod';
import type { Chat, Participant } from '#core/chats/chat.ts';
import type { Message } from '#core/chats/ports.ts';
import type { ChatUseCases } from '#core/chats/use-cases.ts';
import type { Instant } from '#core/instant.ts';
import { RefusedRequest } from '../http.ts';
import { chatKeyOf } from './fields.ts';
import { type Item, itemAnswer, itemOfEnd, itemOfPresence } from './item.ts';
import { itemOfMessage } from './items.ts';
import { comparePlaces, type Place, writeNextToken } from './place.ts';
import { participantRoute, refusedParticipant } from './problem.ts';
import { contactIdError, pageOf, type TranscriptQuery, transcriptRequest } from './transcript-query.ts';

/** GetTranscript. */
export const getTranscript = participantRoute({
  key: 'POST /participant/transcript',
  tokenKind: 'connection',
  throttleShare: 0.04,
  request: transcriptRequest,
  answers: {
    200: z.strictObject({
      InitialContactId: z.string(),
      Transcript: z.array(itemAnswer),
      NextToken: z.string().optional(),
    }),
  },
  run: async ({ readTranscript }: ChatUseCases, { body: { contactId, query } }, { claims }) => {
    if (contactId !== undefined && contactId !== claims.contactId) {
      const fault = { path: 'ContactId', message: contactIdError({ input: contactId }) };
      throw new RefusedRequest({ type: 'badInput', faults: [fault] });
    }
    return readTranscript(chatKeyOf(claims), claims.participantId, pageOf(query));
  },
  render(outcome, { body: { query } }) {
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
  },
});

/** Items in the order that the client wants, and where the next page begins if there are more. */
interface ItemPage {
  readonly items: readonly Item[];
  readonly next?: Place;
}

interface Entry {
  readonly place: Place;
  readonly item: Item;
}

/**
 * A page of a transcript. The messages are those that `pageOf` asks for. Who has joined and left, and the end of the chat,
 * come from the chat itself.
 */
function transcriptPage(chat: Chat, messages: readonly Message[], query: TranscriptQuery): ItemPage {
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

/** Whether a participant left only because the chat ended. A customer who ended the chat by leaving did leave. */
const leftByEnd = ({ ended }: Chat, { leftAt, role }: Participant) =>
  ended !== undefined && leftAt === ended.at && !(role === 'CUSTOMER' && ended.cause === 'customerLeft');

function presencesOf(chat: Chat): readonly Entry[] {
  const presences = chat.participants.flatMap((participant) => {
    const { joinedAt, leftAt } = participant;
    const presence = (type: 'joined' | 'left', at: Instant) =>
      entry(itemOfPresence(chat, participant, { type, at }), at);
    return [
      presence('joined', joinedAt),
      ...(leftAt === undefined || leftByEnd(chat, participant) ? [] : [presence('left', leftAt)]),
    ];
  });
  return chat.ended ? [...presences, entry(itemOfEnd(chat, chat.ended.at), chat.ended.at)] : presences;
}
