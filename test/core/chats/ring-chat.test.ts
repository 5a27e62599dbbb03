import { expect, test } from '@jest/globals';
import { makeMemoryAlarms } from '#adapters/memory/alarms.ts';
import { makeMemoryChatStore } from '#adapters/memory/chat-store.ts';
import { makeMemoryPublisher } from '#adapters/memory/publisher.ts';
import type { Chat, ChatKey } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { makeRingChat } from '#core/chats/ring-chat.ts';
import { makeCommit } from '#core/commit.ts';
import { minutes } from '#core/instant.ts';
import { someDay, stored } from '#test/support/agents.ts';
import { aChat, aParticipant, chatKey, timers } from '#test/support/chats.ts';

const due = someDay + minutes(5);
const alarm = { kind: 'chat' as const, ...chatKey, at: due };

async function aWorld() {
  const [store, publisher, alarms] = [makeMemoryChatStore(), makeMemoryPublisher<ChatEvent>(), makeMemoryAlarms()];
  const participants = [aParticipant(), aParticipant({ role: 'AGENT' })];
  const chat = aChat({ participants, active: timers({ CUSTOMER: { IDLE: 5, DISCONNECT_NONCUSTOMER: 3 } }) });
  await store.save(stored(chat, { alarmAt: due }), undefined);
  const clock = { now: () => due };
  const commitChat = makeCommit<ChatKey, Chat, ChatEvent>({
    ...{ store, publisher, alarms, clock },
    report: () => {},
    target: ({ instanceId, contactId }) => ({ kind: 'chat', instanceId, contactId }),
  });
  const told = () => publisher.published().map(({ fact }) => fact.type);
  return { store, alarms, told, ring: makeRingChat({ commitChat }) };
}

test('an alarm that rings at its instant does what is due, and sets the next one', async () => {
  const { ring, told, alarms } = await aWorld();
  await ring(alarm);
  expect(told()).toEqual(['ParticipantWentIdle']);
  expect(alarms.pending()).toEqual([{ ...alarm, at: due + minutes(3) }]);
});

test('an alarm that rings again changes nothing', async () => {
  const { ring, told, store } = await aWorld();
  await ring(alarm);
  const once = await store.load(chatKey);
  await ring(alarm);
  expect(told()).toEqual(['ParticipantWentIdle']);
  expect(await store.load(chatKey)).toEqual(once);
});

test('an alarm that rings after a message does nothing but set itself for the rest', async () => {
  const { ring, told, store, alarms } = await aWorld();
  await store.touch(chatKey, 'customer', someDay + minutes(2));
  await ring(alarm);
  expect(told()).toEqual([]);
  expect(alarms.pending()).toEqual([{ ...alarm, at: due + minutes(2) }]);
});

test('an alarm that rings twice after a message sets itself for the rest once', async () => {
  const { ring, store, alarms } = await aWorld();
  await store.touch(chatKey, 'customer', someDay + minutes(2));
  await ring(alarm);
  await ring(alarm);
  expect(alarms.pending()).toEqual([{ ...alarm, at: due + minutes(2) }]);
});

test('an alarm of a chat that was never saved does nothing', async () => {
  const { ring, told, alarms } = await aWorld();
  await ring({ ...alarm, contactId: 'unknown' });
  expect([told(), alarms.pending()]).toEqual([[], []]);
});
