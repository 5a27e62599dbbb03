import { expect, test } from '@jest/globals';
import { BadCursorError } from '#core/agents/ports.ts';
import type { Chat } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import type { ChatStore, OpenChats } from '#core/chats/ports.ts';
import { days } from '#core/instant.ts';
import { someDay, stored } from '../support/agents.ts';
import { aChat } from '../support/chats.ts';

/** What every list of open chats promises of the chats in its ChatStore. */
export function openChatsContract(open: () => Promise<{ store: ChatStore; openChats: OpenChats }>) {
  const until = someDay + days(8);

  async function opened(...chats: readonly Chat[]) {
    const { store, openChats } = await open();
    for (const chat of chats) {
      await store.save(stored<Chat, ChatEvent>(chat), undefined);
      await openChats.add(chat, until);
    }
    return openChats;
  }

  async function all(openChats: OpenChats, limit: number) {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await openChats.page('demo', { limit, ...(cursor !== undefined && { cursor }) });
      expect(page.chats.length).toBeLessThanOrEqual(limit);
      ids.push(...page.chats.map(({ contactId }) => contactId));
      cursor = page.cursor;
    } while (cursor !== undefined);
    return ids;
  }

  test('it has the chats of the instance as they are now, in pages of any size, each once', async () => {
    const chats = ['c', 'a#1', 'a', 'b'].map((contactId) => aChat({ contactId }));
    const openChats = await opened(...chats, aChat({ instanceId: 'other' }));
    for (const chat of chats) await openChats.add(chat, until);
    for (const limit of [1, 3, 4, 100]) expect(await all(openChats, limit)).toEqual(['a', 'a#1', 'b', 'c']);
    expect((await openChats.page('demo', { limit: 1 })).chats).toEqual([chats[2]]);
  });

  test('a chat that was removed is not in it, nor is one that is not kept any more', async () => {
    const openChats = await opened(aChat({ contactId: 'a' }), aChat({ contactId: 'b' }));
    for (let n = 0; n < 2; n += 1) await openChats.remove({ instanceId: 'demo', contactId: 'a' });
    await openChats.add({ instanceId: 'demo', contactId: 'forgotten' }, until);
    expect(await all(openChats, 1)).toEqual(['b']);
    expect(await openChats.page('nobody', { limit: 5 })).toEqual({ chats: [] });
  });

  test('a cursor is valid for no other instance', async () => {
    const openChats = await opened(aChat({ contactId: 'a' }), aChat({ contactId: 'b' }));
    const { cursor = '' } = await openChats.page('demo', { limit: 1 });
    await expect(openChats.page('other', { limit: 1, cursor })).rejects.toBeInstanceOf(BadCursorError);
    await expect(openChats.page('demo', { limit: 1, cursor: 'x' })).rejects.toBeInstanceOf(BadCursorError);
  });
}
