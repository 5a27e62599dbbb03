import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chatItemKey } from '#adapters/dynamodb/chat-tables.ts';
import { chatItem, makeDynamoChatStore } from '#adapters/dynamodb/chats-store.ts';
import type { Chat } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { minutes } from '#core/instant.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { someDay, stored } from '../../support/agents.ts';
import { anyStoredChat } from '../../support/any-chat.ts';
import { aChat, aChatEvent, chatKey, connections } from '../../support/chats.ts';
import { interceptRequests, lostAnswer } from '../../support/intercept.ts';
import { itemSize } from '../../support/item-size.ts';
import { aUsualChat, usualEvents, usualIds } from '../../support/usual-chat.ts';
import { useTable } from './use-table.ts';

const table = useTable('chats');
const store = makeDynamoChatStore(table);

const saved = (chat: Chat = aUsualChat()) =>
  stored<Chat, ChatEvent>(chat, { version: 40, sequence: 18, outbox: usualEvents, wakeUpAt: someDay + 12_345 });

test('every chat is loaded as it was saved', async () => {
  await fc.assert(
    fc.asyncProperty(anyStoredChat, async (next) => {
      const previous = await store.load(next.state);
      const version = (previous?.version ?? 0) + 1;
      await store.save({ ...next, version }, previous);
      expect(await store.load(next.state)).toEqual({ ...next, version });
    }),
    { numRuns: randomRuns(100) },
  );
});

test('a usual chat stays below a kilobyte, with two events in its outbox and all connections', () => {
  const chat = aUsualChat();
  const participants = chat.participants.map((one) =>
    one.leftAt === undefined ? { ...one, connections: connections('L0SM9cOFvHcCIhw=') } : one,
  );
  expect(itemSize(chatItem.toItem(saved({ ...chat, participants })))).toBeLessThan(1024);
});

describe('a message', () => {
  async function metered(chat: Chat = aUsualChat()) {
    await store.save(saved(chat), undefined);
    table.meter.reset();
    return table.meter;
  }
  const later = someDay + minutes(9);

  test('costs one request and one write unit, and reads nothing', async () => {
    const meter = await metered();
    expect(await store.touch(usualIds, usualIds.agent, later)).toBeDefined();
    expect(meter.usage()).toMatchObject({ requests: { UpdateItem: 1 }, writeUnits: 1, readUnits: 0 });
  });

  test('that is refused costs no more', async () => {
    const meter = await metered();
    expect(await store.touch(usualIds, usualIds.bot, later)).toBeUndefined();
    expect(meter.usage()).toMatchObject({ requests: { UpdateItem: 1 }, writeUnits: 1, readUnits: 0 });
  });

  test('that a later one has overtaken is not recorded, so the chat is changed by a decision', async () => {
    await metered();
    await store.touch(usualIds, usualIds.customer, later);
    expect(await store.touch(usualIds, usualIds.customer, later)).toBeDefined();
    expect(await store.touch(usualIds, usualIds.customer, later - 1)).toBeUndefined();
  });

  test('whose answer was lost is recorded all the same', async () => {
    const forgetting = table.another();
    let writes = 0;
    interceptRequests(forgetting.client, async ({ operation, send }) => {
      await send();
      if (operation !== 'UpdateItem') return;
      writes += 1;
      if (writes === 1) throw lostAnswer();
    });
    await store.save(stored(aChat()), undefined);
    expect(await makeDynamoChatStore(forgetting).touch(chatKey, 'customer', later)).toBeDefined();
    expect((await store.load(chatKey))?.state.participants[0]?.silentSince).toBe(later);
  });
});

test('a chat expires a day after its end, and never while it runs', async () => {
  const expiresAt = async () => {
    const Key = chatItemKey(chatKey.instanceId, chatKey.contactId);
    return (await table.client.send(new GetCommand({ TableName: table.tableName, Key }))).Item?.expiresAt;
  };
  const running = stored<Chat, ChatEvent>(aChat(), { outbox: [aChatEvent(1)] });
  await store.save(running, undefined);
  expect(await expiresAt()).toBeUndefined();
  const ended = aChat({ ended: { at: someDay, cause: 'ended' } });
  await store.save(stored<Chat, ChatEvent>(ended, { version: 2 }), running);
  expect(await expiresAt()).toBe(Date.UTC(2026, 10, 22, 9, 30) / 1000);
});

test('an item that is no chat is not read as one', async () => {
  const Item = { ...chatItemKey('demo', 'c1'), v: 1 };
  await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
  await expect(store.load(chatKey)).rejects.toThrow();
});
