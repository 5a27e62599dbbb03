import { expect, test } from '@jest/globals';
import { minutes } from '#core/instant.ts';
import { aChatRoom } from '#test/support/chat-room.ts';
import { chatKey } from '#test/support/chats.ts';

const typing = { contentType: 'application/vnd.amazonaws.connect.event.typing' };

test('a signal is sent to the others, moves no timer and is not stored', async () => {
  const room = await aChatRoom('AGENT', 'SUPERVISOR');
  const before = await room.chats.load(chatKey);
  room.time.at += minutes(1);
  const sent = await room.sendSignal(chatKey, 'agent', typing);
  expect(sent).toMatchObject({ type: 'sent', signal: { ...typing, signalId: 'id-1', at: room.time.at } });
  expect(['customer', 'agent', 'supervisor'].map((connection) => room.framesOf(connection).at(-1))).toEqual([
    'agent types',
    'joined supervisor',
    'agent types',
  ]);
  expect(await room.chats.load(chatKey)).toEqual(before);
  expect(await room.messages()).toEqual([]);
});

test('a participant who is not in the chat sends no signal', async () => {
  const room = await aChatRoom('AGENT');
  await room.leaveChat(chatKey, 'agent');
  expect(await room.sendSignal(chatKey, 'agent', typing)).toEqual({ type: 'left' });
  expect(await room.sendSignal(chatKey, 'stranger', typing)).toEqual({ type: 'unknownParticipant' });
  expect(room.framesOf('customer')).not.toContain('agent types');
});
