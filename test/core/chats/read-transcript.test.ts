import { expect, test } from '@jest/globals';
import { endChat, leave } from '#core/chats/participation.ts';
import { minutes } from '#core/instant.ts';
import { chatKey } from '#test/support/chats.ts';
import { aChatRoom } from './a-chat-room.ts';

const day = minutes(24 * 60);
const page = { direction: 'forward', limit: 10 } as const;

async function aConversation() {
  const room = await aChatRoom('AGENT', 'SUPERVISOR');
  await room.sendMessage(chatKey, 'customer', { contentType: 'text/plain', content: 'hello' });
  return { ...room, reads: (who: string) => room.readTranscript(chatKey, who, page) };
}

test('everybody in a chat reads what was written', async () => {
  const room = await aConversation();
  for (const who of ['customer', 'agent', 'supervisor']) {
    expect(await room.reads(who)).toMatchObject({ type: 'read', messages: [{ content: 'hello' }] });
  }
});

test('who has left, or never was there, reads nothing', async () => {
  const room = await aConversation();
  await room.commitChat(chatKey, (chat, now) => leave(chat, 'agent', now), 'caller');
  expect(await room.reads('agent')).toEqual({ type: 'left' });
  expect(await room.reads('stranger')).toEqual({ type: 'unknownParticipant' });
  expect(await room.readTranscript({ ...chatKey, contactId: 'other' }, 'customer', page)).toEqual({
    type: 'unknownChat',
  });
});

test('who was there to the end reads for a day, to the millisecond', async () => {
  const room = await aConversation();
  await room.commitChat(chatKey, (chat, now) => leave(chat, 'agent', now), 'caller');
  room.time.at += 1;
  await room.commitChat(chatKey, endChat, 'caller');
  room.time.at += day - 1;
  expect(await room.reads('customer')).toMatchObject({ type: 'read' });
  expect(await room.reads('supervisor')).toMatchObject({ type: 'read' });
  expect(await room.reads('agent')).toEqual({ type: 'left' });
  room.time.at += 1;
  expect(await room.reads('customer')).toEqual({ type: 'ended' });
});
