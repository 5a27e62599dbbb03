import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toChatItem } from '#adapters/dynamodb/chats/chat-item.ts';
import { makeDynamoChatStore } from '#adapters/dynamodb/chats/chat-store.ts';
import { chatItemKey } from '#adapters/dynamodb/chats/keys.ts';
import type { DynamoTable } from '#adapters/dynamodb/document-client.ts';
import type { Chat } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { minutes } from '#core/instant.ts';
import { someDay, stored } from '../../support/agents.ts';
import { anyStoredChat } from '../../support/any-chat.ts';
import { aChat, aChatEvent, chatKey, connections } from '../../support/chats.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb, type TableNames } from '../../support/embedded-dynamodb.ts';
import { intercept, lostAnswer } from '../../support/intercept.ts';
import { itemSize } from '../../support/item-size.ts';
import { makeMeter } from '../../support/meter.ts';
import { meteredTables } from '../../support/metered-tables.ts';
import { aUsualChat, usualEvents, usualIds } from '../../support/usual-chat.ts';

let dynamodb: EmbeddedDynamodb;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
});
afterAll(() => dynamodb.stop());

let names: TableNames;
beforeEach(async () => {
  names = await dynamodb.makeTables();
});
const aTable = (): DynamoTable => ({ client: dynamodb.connect(), tableName: names.chats });

const saved = (chat: Chat = aUsualChat()) =>
  stored<Chat, ChatEvent>(chat, { version: 40, sequence: 18, outbox: usualEvents, alarmAt: someDay + 12_345 });

test('every chat is loaded as it was saved', async () => {
  const store = makeDynamoChatStore(aTable());
  await fc.assert(
    fc.asyncProperty(anyStoredChat, async (next) => {
      const previous = await store.load(next.state);
      const version = (previous?.version ?? 0) + 1;
      await store.save({ ...next, version }, previous);
      expect(await store.load(next.state)).toEqual({ ...next, version });
    }),
  );
});

test('a usual chat stays below a kilobyte, two events in its outbox and all connections included', () => {
  const chat = aUsualChat();
  const participants = chat.participants.map((one) =>
    one.leftAt === undefined ? { ...one, connections: connections('L0SM9cOFvHcCIhw=') } : one,
  );
  expect(itemSize(toChatItem(saved({ ...chat, participants })))).toBeLessThan(1024);
});

describe('a message', () => {
  async function metered(chat: Chat = aUsualChat()) {
    const table = aTable();
    const meter = makeMeter({ clock: { now: () => someDay }, tables: meteredTables(names) });
    meter.attach(table.client);
    const store = makeDynamoChatStore(table);
    await store.save(saved(chat), undefined);
    meter.reset();
    return { store, meter };
  }
  const later = someDay + minutes(9);

  test('costs one request and one write unit, and reads nothing', async () => {
    const { store, meter } = await metered();
    expect(await store.touch(usualIds, usualIds.agent, later)).toBeDefined();
    expect(meter.usage()).toMatchObject({ requests: { UpdateItem: 1 }, writeUnits: 1, readUnits: 0 });
  });

  test('that is refused costs no more', async () => {
    const { store, meter } = await metered();
    expect(await store.touch(usualIds, usualIds.bot, later)).toBeUndefined();
    expect(meter.usage()).toMatchObject({ requests: { UpdateItem: 1 }, writeUnits: 1, readUnits: 0 });
  });

  test('that a later one has overtaken takes the whole command', async () => {
    const { store } = await metered();
    await store.touch(usualIds, usualIds.customer, later);
    expect(await store.touch(usualIds, usualIds.customer, later)).toBeDefined();
    expect(await store.touch(usualIds, usualIds.customer, later - 1)).toBeUndefined();
  });

  test('whose answer got lost is noted all the same', async () => {
    const table = aTable();
    let writes = 0;
    intercept(table.client, async ({ operation, send }) => {
      await send();
      if (operation !== 'UpdateItem') return;
      writes += 1;
      if (writes === 1) throw lostAnswer();
    });
    const store = makeDynamoChatStore(table);
    await store.save(stored(aChat()), undefined);
    expect(await store.touch(chatKey, 'customer', later)).toBeDefined();
    expect((await store.load(chatKey))?.state.participants[0]?.silentSince).toBe(later);
  });
});

test('a chat expires a day after its end, and never while it runs', async () => {
  const table = aTable();
  const store = makeDynamoChatStore(table);
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

test('an item that is no chat is not taken for one', async () => {
  const table = aTable();
  const Item = { ...chatItemKey('demo', 'c1'), v: 1 };
  await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
  await expect(makeDynamoChatStore(table).load(chatKey)).rejects.toThrow();
});
