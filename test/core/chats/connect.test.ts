import { expect, test } from '@jest/globals';
import { makeConnect } from '#core/chats/connect.ts';
import { closeConnections } from '#core/chats/connections.ts';
import { chatKey } from '#test/support/chats.ts';
import { aChatRoom } from './a-chat-room.ts';

const connecting = async () => {
  const room = await aChatRoom('AGENT');
  const connect = makeConnect(room);
  return {
    ...room,
    connects: (connectionId: string, participantId = 'agent') =>
      connect(chatKey, { participantId, connectionId }, 'welcome').then(({ type }) => type),
  };
};

test('who connects is told so over the connection itself', async () => {
  const room = await connecting();
  expect(await room.connects('agent-b')).toBe('done');
  expect(room.heard('agent-b')).toEqual(['welcome']);
  expect(await room.connectionsOf('agent')).toEqual(['agent', 'agent-b']);
});

test('a connection that has closed before its opening was noted is forgotten at once', async () => {
  const room = await connecting();
  room.sockets.lose('agent-b');
  await room.commitChat(chatKey, (chat, now) => closeConnections(chat, ['agent-b'], now), 'caller');
  expect(await room.connects('agent-b')).toBe('done');
  expect(await room.connectionsOf('agent')).toEqual(['agent']);
});

test('the oldest of too many connections is closed, so that nobody stays connected and deaf', async () => {
  const room = await connecting();
  for (const n of [2, 3, 4, 5, 6]) await room.connects(`agent-${n}`);
  expect(await room.connectionsOf('agent')).toEqual(['agent-2', 'agent-3', 'agent-4', 'agent-5', 'agent-6']);
  expect(['agent', 'agent-2', 'agent-6'].map(room.sockets.isOpen)).toEqual([false, true, true]);
});

test('who is not in the chat is not connected, and told nothing', async () => {
  const room = await connecting();
  expect(await room.connects('x', 'stranger')).toBe('unknownParticipant');
  expect(room.heard('x')).toEqual([]);
});

test('connecting twice over one connection is connecting', async () => {
  const room = await connecting();
  expect([await room.connects('agent'), await room.connects('agent')]).toEqual(['done', 'done']);
  expect(await room.connectionsOf('agent')).toEqual(['agent']);
});
