import { days, type Instant } from '../instant.ts';
import { chosenRetention, fixedRetention } from '../retention.ts';
import type { Chat, ChatKey } from './chat.ts';
import type { ChatPage, ChatStore, OpenChats } from './ports.ts';

/** Look-ups for one answer. Few chats of the list have ended, so that one is nearly always enough. */
const lookupsPerPage = 5;

/** Lists the chats of an instance that have not ended, a page at a time. */
export function makeListOpenChats({ openChats }: { readonly openChats: OpenChats }) {
  return async (
    instanceId: string,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string },
  ): Promise<ChatPage> => {
    const chats: Chat[] = [];
    let next = cursor;
    for (let lookups = 0; lookups < lookupsPerPage && chats.length < limit; lookups += 1) {
      const page = { limit: limit - chats.length, ...(next !== undefined && { cursor: next }) };
      const found = await openChats.page(instanceId, page);
      chats.push(...found.chats.filter(({ ended }) => ended === undefined));
      next = found.cursor;
      if (next === undefined) break;
    }
    return { chats, ...(next !== undefined && { cursor: next }) };
  };
}

/**
 * Keeps the list of open chats in step with a chat: as it is now, so that events may come late, twice and in any order. Of
 * two that follow it at the same time the one that has read it first may be the last to write; the chat itself tells who is
 * right, and what is left in the list expires.
 */
export function makeFollowInList({
  chats,
  openChats,
}: {
  readonly chats: Pick<ChatStore, 'load'>;
  readonly openChats: OpenChats;
}) {
  return async ({ instanceId, contactId }: ChatKey): Promise<void> => {
    const key = { instanceId, contactId };
    const chat = (await chats.load(key))?.state;
    if (chat && !chat.ended) return openChats.add(key, endsAtTheLatest(chat));
    return openChats.remove(key);
  };
}

const endsAtTheLatest = ({ startedAt, lifeDays = chosenRetention.chatDays.days }: Chat): Instant =>
  startedAt + days(lifeDays + fixedRetention.chats.days);
