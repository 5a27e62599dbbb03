import { expect, test } from '@jest/globals';
import { makeMemoryChatStore, makeMemoryOpenChats } from '#adapters/memory/chats.ts';
import type { Chat } from '#core/chats/chat.ts';
import { makeFollowInList, makeListOpenChats } from '#core/chats/list-chats.ts';
import { days } from '#core/instant.ts';
import { someDay, stored } from '#test/support/agents.ts';
import { aChat, chatKey } from '#test/support/chats.ts';
import { intercept } from '#test/support/intercept.ts';

const hasEnded = { ended: { at: someDay, cause: 'ended' } } as const;

/** A list of chats, each named by a letter; those with a capital have ended. The look-ups are recorded. */
async function aList(letters: string) {
  const chats = makeMemoryChatStore();
  const openChats = makeMemoryOpenChats(chats);
  for (const letter of letters) {
    const contactId = letter.toLowerCase();
    const chat = aChat({ contactId, ...(letter !== contactId && hasEnded) });
    await chats.save(stored(chat), undefined);
    await openChats.add(chat, someDay);
  }
  const lookups: number[] = [];
  const recorded = intercept(openChats, (_, call, [, page]) => {
    if (typeof page === 'object' && page && 'limit' in page) lookups.push(Number(page.limit));
    return call();
  });
  const list = makeListOpenChats({ openChats: recorded });
  const page = async (limit: number, cursor?: string) => {
    const found = await list('demo', { limit, ...(cursor !== undefined && { cursor }) });
    return { cursor: found.cursor, ids: found.chats.map(({ contactId }) => contactId).join('') };
  };
  return { page, lookups };
}

test('a page that is full at once takes one look-up, and goes on where it ends', async () => {
  const { page, lookups } = await aList('abc');
  const { ids, cursor } = await page(2);
  expect([ids, lookups]).toEqual(['ab', [2]]);
  expect(await page(2, cursor)).toEqual({ ids: 'c', cursor: undefined });
});

test('a page with chats that have ended is filled up by further look-ups, for as many as are missing', async () => {
  const { page, lookups } = await aList('aBCdEfgh');
  expect(await page(3)).toMatchObject({ ids: 'adf' });
  expect(lookups).toEqual([3, 2, 1]);
});

test('a list of chats that have nearly all ended takes five look-ups for a page, which says where to go on', async () => {
  const { page, lookups } = await aList('ABCDEFg');
  const { ids, cursor } = await page(1);
  expect([ids, lookups]).toEqual(['', [1, 1, 1, 1, 1]]);
  expect((await page(1, cursor)).ids).toBe('g');
});

test('the last page has no cursor', async () => {
  const { page, lookups } = await aList('aB');
  expect(await page(5)).toEqual({ ids: 'a', cursor: undefined });
  expect(lookups).toEqual([5]);
});

/** What the list of open chats is told when it follows this chat. */
async function toldOf(chat: Chat | undefined) {
  const chats = makeMemoryChatStore();
  if (chat) await chats.save(stored(chat), undefined);
  const told: unknown[] = [];
  const openChats = intercept(makeMemoryOpenChats(chats), async (...[method, , given]) =>
    told.push([method, ...given]),
  );
  const event = { type: 'ChatStarted', ...chatKey };
  await makeFollowInList({ chats, openChats })(event);
  return told;
}

test.each([
  ['a week, and as long as a chat is kept after its end', {}, 7 + 1],
  ['as long as it may last, and as long as a chat is kept after its end', { lifeDays: 2 }, 2 + 1],
])('a chat stays in the list at the latest for %s', async (_, overrides, lasts) => {
  expect(await toldOf(aChat(overrides))).toEqual([['add', chatKey, someDay + days(lasts)]]);
});

test.each([
  ['has ended', aChat(hasEnded)],
  ['is not kept any more', undefined],
])('a chat that %s is removed from the list', async (_, chat) => {
  expect(await toldOf(chat)).toEqual([['remove', chatKey]]);
});
