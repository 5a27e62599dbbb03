import { expect, test } from '@jest/globals';
import { signalLimit } from '#core/chats/signal-limit.ts';
import { minutes } from '#core/instant.ts';
import { aChatRoom } from '#test/support/chat-room.ts';
import { chatKey } from '#test/support/chats.ts';

/** The same room for a process that can close no WebSockets. */
const withoutSockets = (room: Awaited<ReturnType<typeof aChatRoom>>) =>
  room.through((port) => (port === room.sockets ? { ...port, close: async () => [] } : port));

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

test('a signal that is sent again with its token has the same id, which no other participant’s has', async () => {
  const room = await aChatRoom('AGENT');
  const idOf = async (participantId: string, clientToken: string) => {
    const sent = await room.sendSignal(chatKey, participantId, { ...typing, clientToken });
    return sent.type === 'sent' ? sent.signal.signalId : sent.type;
  };
  const ids = [
    await idOf('agent', 't1'),
    await idOf('agent', 't1'),
    await idOf('customer', 't1'),
    await idOf('agent', 't2'),
  ];
  expect(ids[1]).toBe(ids[0]);
  expect(new Set(ids).size).toBe(3);
});

test('a signal goes over every connection of the others, and to nobody who has left', async () => {
  const room = await aChatRoom('AGENT', 'SUPERVISOR');
  await room.connect('customer', 'customer-b');
  await withoutSockets(room).leaveChat(chatKey, 'supervisor');
  expect(room.sockets.isOpen('supervisor')).toBe(true);
  const sent = await room.sendSignal(chatKey, 'agent', typing);
  expect(sent).toMatchObject({ signal: { sender: { participantId: 'agent', role: 'AGENT' } } });
  expect(
    ['customer', 'customer-b', 'agent', 'supervisor'].map((id) => room.framesOf(id).includes('agent types')),
  ).toEqual([true, true, false, false]);
});

test('a participant sends twenty signals in a second, and again as soon as the first is a second old', async () => {
  const room = await aChatRoom('AGENT');
  const send = async (participantId: string) => (await room.sendSignal(chatKey, participantId, typing)).type;
  const begunAt = room.time.at;
  for (let n = 0; n < signalLimit.signals; n += 1) {
    expect(await send('agent')).toBe('sent');
    room.time.at += 10;
  }
  const frames = room.framesOf('customer').length;
  expect([await send('agent'), await send('customer')]).toEqual(['tooManySignals', 'sent']);
  expect(room.framesOf('customer')).toHaveLength(frames);
  room.time.at = begunAt + signalLimit.within;
  expect([await send('agent'), await send('agent')]).toEqual(['sent', 'tooManySignals']);
});

test('a participant who is not in the chat sends no signal', async () => {
  const room = await aChatRoom('AGENT');
  await room.leaveChat(chatKey, 'agent');
  expect(await room.sendSignal(chatKey, 'agent', typing)).toEqual({ type: 'left' });
  expect(await room.sendSignal(chatKey, 'stranger', typing)).toEqual({ type: 'unknownParticipant' });
  expect(await room.sendSignal({ ...chatKey, contactId: 'other' }, 'customer', typing)).toEqual({
    type: 'unknownChat',
  });
  expect(room.framesOf('customer')).not.toContain('agent types');
});
