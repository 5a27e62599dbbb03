import { expect, test } from '@jest/globals';
import { leave } from '#core/chats/participation.ts';
import { minutes } from '#core/instant.ts';
import { chatKey } from '#test/support/chats.ts';
import { aChatRoom, transcriptKey } from './a-chat-room.ts';

const typing = { contentType: 'application/vnd.amazonaws.connect.event.typing' };

test('a signal reaches the others, moves no timer and is kept nowhere', async () => {
  const room = await aChatRoom('AGENT', 'SUPERVISOR');
  const before = await room.chats.load(chatKey);
  room.time.at += minutes(1);
  const sent = await room.sendSignal(chatKey, 'agent', typing);
  expect(sent).toMatchObject({ type: 'sent', signal: { ...typing, signalId: 'id-1', at: room.time.at } });
  expect(['customer', 'agent', 'supervisor'].map((connection) => room.heard(connection).at(-1))).toEqual([
    'agent types',
    'joined supervisor',
    'agent types',
  ]);
  expect(await room.chats.load(chatKey)).toEqual(before);
  expect(await room.transcript.read(transcriptKey, { direction: 'forward', limit: 10 })).toEqual([]);
});

test('who is not in the chat signals nothing', async () => {
  const room = await aChatRoom('AGENT');
  await room.commitChat(chatKey, (chat, now) => leave(chat, 'agent', now), 'caller');
  expect(await room.sendSignal(chatKey, 'agent', typing)).toEqual({ type: 'left' });
  expect(await room.sendSignal(chatKey, 'stranger', typing)).toEqual({ type: 'unknownParticipant' });
  expect(room.heard('customer')).not.toContain('agent types');
});
