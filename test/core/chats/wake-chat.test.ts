import { expect, test } from '@jest/globals';
import { makeChatUseCases } from '#core/chats/use-cases.ts';
import { minutes } from '#core/instant.ts';
import { someDay, stored } from '#test/support/agents.ts';
import { memoryChatPorts } from '#test/support/chat-room.ts';
import { aChat, aParticipant, chatKey, timers } from '#test/support/chats.ts';

const due = someDay + minutes(5);
const wakeUp = { kind: 'chat' as const, ...chatKey, at: due };

/** A chat at the instant at which its customer becomes idle. */
async function aDueChat() {
  const ports = memoryChatPorts({ now: () => due });
  const participants = [aParticipant(), aParticipant({ role: 'AGENT' })];
  const chat = aChat({ participants, active: timers({ CUSTOMER: { IDLE: 5, DISCONNECT_NONCUSTOMER: 3 } }) });
  await ports.chats.save(stored(chat, { wakeUpAt: due }), undefined);
  const published = () => ports.bus.published().map(({ fact }) => fact.type);
  return { ...ports, ...makeChatUseCases(ports), published };
}

test('a wake-up does what is due at its instant, and sets the next one', async () => {
  const { wakeChat, published, wakeUps } = await aDueChat();
  await wakeChat(chatKey);
  expect(published()).toEqual(['ParticipantWentIdle']);
  expect(wakeUps.pending()).toEqual([{ ...wakeUp, at: due + minutes(3) }]);
});

test('a wake-up that fires again changes nothing', async () => {
  const { wakeChat, published, chats } = await aDueChat();
  await wakeChat(chatKey);
  const once = await chats.load(chatKey);
  await wakeChat(chatKey);
  expect(published()).toEqual(['ParticipantWentIdle']);
  expect(await chats.load(chatKey)).toEqual(once);
});

test('a wake-up that fires after a message only sets itself again for the rest of the time', async () => {
  const { wakeChat, published, chats, wakeUps } = await aDueChat();
  await chats.touch(chatKey, 'customer', someDay + minutes(2));
  await wakeChat(chatKey);
  expect(published()).toEqual([]);
  expect(wakeUps.pending()).toEqual([{ ...wakeUp, at: due + minutes(2) }]);
});

test('a wake-up that fires twice after a message sets itself again once', async () => {
  const { wakeChat, chats, wakeUps } = await aDueChat();
  await chats.touch(chatKey, 'customer', someDay + minutes(2));
  await wakeChat(chatKey);
  await wakeChat(chatKey);
  expect(wakeUps.pending()).toEqual([{ ...wakeUp, at: due + minutes(2) }]);
});

test('a wake-up of a chat that was never saved does nothing', async () => {
  const { wakeChat, published, wakeUps } = await aDueChat();
  await wakeChat({ ...chatKey, contactId: 'unknown' });
  expect([published(), wakeUps.pending()]).toEqual([[], []]);
});
