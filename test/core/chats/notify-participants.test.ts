import { describe, expect, test } from '@jest/globals';
import { isConcerned } from '#core/chats/chat.ts';
import { minutes } from '#core/instant.ts';
import { aChatRoom } from '#test/support/chat-room.ts';
import { aParticipant, chatKey } from '#test/support/chats.ts';
import { intercept } from '#test/support/intercept.ts';

const hello = { contentType: 'text/plain', content: 'hello' };

/** The same room for a process that cannot send frames. */
const withoutSockets = (room: Awaited<ReturnType<typeof aChatRoom>>) =>
  room.through((port) =>
    port === room.sockets ? { ...port, send: () => Promise.reject(new Error('Not reachable')) } : port,
  );

test('participants are notified over every connection, also over those of several windows', async () => {
  const room = await aChatRoom('AGENT');
  await room.connect('customer', 'customer-b');
  await room.leaveChat(chatKey, 'agent');
  for (const connection of ['customer', 'customer-b', 'agent']) {
    expect(room.framesOf(connection)).toContain('left agent');
  }
});

test('a participant who leaves is notified and then disconnected; those who stay are not disconnected', async () => {
  const room = await aChatRoom('AGENT', 'SUPERVISOR');
  await room.leaveChat(chatKey, 'agent');
  expect(room.framesOf('agent')).toEqual(['joined supervisor', 'left agent']);
  expect(['agent', 'supervisor', 'customer'].map(room.sockets.isOpen)).toEqual([false, true, true]);
});

test('a participant who left before is not notified, even if the connection is slow to close', async () => {
  const room = await aChatRoom('AGENT', 'SUPERVISOR');
  await room.leaveChat(chatKey, 'agent');
  room.time.at += 1;
  await room.leaveChat(chatKey, 'supervisor');
  expect(room.framesOf('agent')).not.toContain('left supervisor');
});

test('an event concerns whoever was in the chat at that instant, or left with it', () => {
  const { joinedAt } = aParticipant();
  const present = aParticipant();
  const left = aParticipant({ leftAt: joinedAt + 5 });
  expect([joinedAt - 1, joinedAt, joinedAt + 6].map((at) => isConcerned(present, at))).toEqual([false, true, true]);
  expect([joinedAt + 5, joinedAt + 6].map((at) => isConcerned(left, at))).toEqual([true, false]);
});

test('participants are notified of the auto-disconnect that disconnects them', async () => {
  const room = await aChatRoom();
  await room.configureTimers(chatKey, [{ role: 'CUSTOMER', type: 'DISCONNECT_NONCUSTOMER', value: 5 }]);
  await room.join('agent', 'AGENT');
  room.time.at += minutes(5);
  await room.wakeChat(chatKey);
  expect(room.framesOf('agent')).toEqual(['disconnected agent by CUSTOMER to nothing']);
  expect(room.framesOf('customer')).toContain('disconnected agent by CUSTOMER to nothing');
  expect(['agent', 'customer'].map(room.sockets.isOpen)).toEqual([false, true]);
});

test('a participant is not notified of what happened before they joined, however late the notification', async () => {
  const room = await aChatRoom('AGENT');
  await withoutSockets(room).leaveChat(chatKey, 'agent');
  room.time.at += minutes(1);
  const joining = { participantId: 'agentB', displayName: 'B', role: 'AGENT' } as const;
  await withoutSockets(room).joinChat(chatKey, joining);
  await room.connect('agentB');
  await room.wakeChat(chatKey);
  expect(room.framesOf('customer')).toContain('left agent');
  expect(room.framesOf('agentB')).toEqual(['joined agentB']);
});

test('everybody is notified of the end, and then disconnected', async () => {
  const room = await aChatRoom('AGENT');
  await room.endChat(chatKey);
  expect(['customer', 'agent'].map((connection) => room.framesOf(connection).at(-1))).toEqual([
    'ended ended',
    'ended ended',
  ]);
  expect(['customer', 'agent'].map(room.sockets.isOpen)).toEqual([false, false]);
});

test('a late notification also reaches those who have left since, but not those who had left before', async () => {
  const room = await aChatRoom('AGENT', 'SUPERVISOR');
  await room.leaveChat(chatKey, 'supervisor');
  room.time.at += 1;
  await withoutSockets(room).leaveChat(chatKey, 'agent');
  expect(room.reports).toHaveLength(1);
  room.time.at += minutes(1);
  await room.wakeChat(chatKey);
  expect(room.framesOf('agent')).toContain('left agent');
  expect(room.framesOf('supervisor')).not.toContain('left agent');
});

describe('a connection that turns out to be gone', () => {
  test('during a notification repeats no event, neither to participants nor on the bus', async () => {
    const room = await aChatRoom('AGENT', 'SUPERVISOR');
    room.sockets.lose('customer');
    const before = room.bus.published().length;
    await room.leaveChat(chatKey, 'agent');
    expect(room.framesOf('supervisor').filter((frame) => frame === 'left agent')).toHaveLength(1);
    expect(room.bus.published()).toHaveLength(before + 1);
    expect((await room.chats.load(chatKey))?.outbox).toEqual([]);
    expect(await room.connectionIdsOf('customer')).toEqual([]);
  });

  test('is removed, and the others are notified', async () => {
    const room = await aChatRoom('AGENT');
    await room.connect('customer', 'customer-b');
    room.sockets.lose('customer');
    await room.sendMessage(chatKey, 'agent', hello);
    expect(await room.connectionIdsOf('customer')).toEqual(['customer-b']);
    expect(room.framesOf('customer-b')).toEqual(['id-1: hello']);
  });

  test('starts the time after which a customer is gone', async () => {
    const room = await aChatRoom('AGENT');
    room.sockets.lose('customer');
    await room.sendMessage(chatKey, 'agent', hello);
    expect((await room.participant('customer'))?.goneSince).toBe(room.time.at);
  });

  test('and cannot be removed at the moment fails nothing, and is reported', async () => {
    const room = await aChatRoom('AGENT');
    room.sockets.lose('customer');
    const failing = room.through((port) =>
      port === room.chats ? { ...port, save: () => Promise.reject(new Error('Throttled')) } : port,
    );
    expect((await failing.sendMessage(chatKey, 'agent', hello)).type).toBe('sent');
    expect(room.reports).toHaveLength(1);
    expect(room.framesOf('agent')).toContain('id-1: hello');
  });
});

test('in a chat without connections nobody is notified, and no settings are loaded for the texts', async () => {
  const room = await aChatRoom('AGENT');
  for (const connection of ['customer', 'agent']) room.sockets.lose(connection);
  await room.sendMessage(chatKey, 'agent', hello);
  const calls: string[] = [];
  const recorded = room.through((port) =>
    port === room.sockets || port === room.chatSettings
      ? intercept(port, (method, call) => {
          calls.push(method);
          return call();
        })
      : port,
  );
  const published = room.bus.published().length;
  await recorded.leaveChat(chatKey, 'agent');
  expect(room.bus.published()).toHaveLength(published + 1);
  expect(calls).toEqual([]);
});

test('a message that is sent during a notification leaves nothing to be published again', async () => {
  const room = await aChatRoom('AGENT', 'SUPERVISOR');
  const interrupted = room.through((port) =>
    port === room.bus
      ? {
          ...port,
          publish: async (...published: Parameters<typeof room.bus.publish>) => {
            await room.sendMessage(chatKey, 'customer', hello);
            await room.bus.publish(...published);
          },
        }
      : port,
  );
  await interrupted.leaveChat(chatKey, 'agent');
  expect((await room.chats.load(chatKey))?.outbox).toEqual([]);
});
