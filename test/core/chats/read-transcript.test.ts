import { expect, test } from '@jest/globals';
import { minutes } from '#core/instant.ts';
import { aChatRoom } from '#test/support/chat-room.ts';
import { chatKey } from '#test/support/chats.ts';

const day = minutes(24 * 60);
const page = { direction: 'forward', limit: 10 } as const;

async function aRoomWithMessage() {
  const room = await aChatRoom('AGENT', 'SUPERVISOR');
  await room.sendMessage(chatKey, 'customer', { contentType: 'text/plain', content: 'hello' });
  return { ...room, read: (participantId: string) => room.readTranscript(chatKey, participantId, page) };
}

test('every participant of a chat can read its messages', async () => {
  const room = await aRoomWithMessage();
  for (const participantId of ['customer', 'agent', 'supervisor']) {
    expect(await room.read(participantId)).toMatchObject({ type: 'read', messages: [{ content: 'hello' }] });
  }
});

test('a participant who has left, or was never in the chat, cannot read it', async () => {
  const room = await aRoomWithMessage();
  await room.leaveChat(chatKey, 'agent');
  expect(await room.read('agent')).toEqual({ type: 'left' });
  expect(await room.read('stranger')).toEqual({ type: 'unknownParticipant' });
  expect(await room.readTranscript({ ...chatKey, contactId: 'other' }, 'customer', page)).toEqual({
    type: 'unknownChat',
  });
});

test('a participant who stayed until the end can read it for a day, to the millisecond', async () => {
  const room = await aRoomWithMessage();
  await room.leaveChat(chatKey, 'agent');
  room.time.at += 1;
  await room.endChat(chatKey);
  room.time.at += day - 1;
  expect(await room.read('customer')).toMatchObject({ type: 'read' });
  expect(await room.read('supervisor')).toMatchObject({ type: 'read' });
  expect(await room.read('agent')).toEqual({ type: 'left' });
  room.time.at += 1;
  expect(await room.read('customer')).toEqual({ type: 'ended' });
});
