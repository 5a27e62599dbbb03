import { describe, expect, test } from '@jest/globals';
import { configureTimers } from '#core/chats/configure-timers.ts';
import { endChat, join, leave } from '#core/chats/participation.ts';
import { expire } from '#core/chats/silence.ts';
import { makeTellEvents } from '#core/chats/tell-participants.ts';
import { minutes } from '#core/instant.ts';
import { chatKey } from '#test/support/chats.ts';
import { aChatRoom, chatUseCasesIn } from './a-chat-room.ts';

test('what happens is told over every connection of everybody, those of several windows included', async () => {
  const room = await aChatRoom('AGENT');
  await room.opens('customer', 'customer-b');
  await room.commitChat(chatKey, (chat, now) => leave(chat, 'agent', now), 'caller');
  for (const connection of ['customer', 'customer-b', 'agent']) {
    expect(room.heard(connection)).toContain('left agent');
  }
});

test('who leaves is told so, and only then cut off; those who stay are not', async () => {
  const room = await aChatRoom('AGENT', 'SUPERVISOR');
  await room.commitChat(chatKey, (chat, now) => leave(chat, 'agent', now), 'caller');
  expect(room.heard('agent')).toEqual(['joined supervisor', 'left agent']);
  expect(['agent', 'supervisor', 'customer'].map(room.sockets.isOpen)).toEqual([false, true, true]);
});

test('who has left before is told nothing more, even if the connection is slow to close', async () => {
  const room = await aChatRoom('AGENT', 'SUPERVISOR');
  await room.commitChat(chatKey, (chat, now) => leave(chat, 'agent', now), 'caller');
  room.time.at += 1;
  await room.commitChat(chatKey, (chat, now) => leave(chat, 'supervisor', now), 'caller');
  expect(room.heard('agent')).not.toContain('left supervisor');
});

test('an auto-disconnect is told to those it disconnects', async () => {
  const room = await aChatRoom();
  const disconnect = [{ role: 'CUSTOMER', type: 'DISCONNECT_NONCUSTOMER', value: 5 }] as const;
  await room.commitChat(chatKey, (chat) => configureTimers(chat, disconnect), 'caller');
  const agent = { participantId: 'agent', displayName: 'Agent', role: 'AGENT' } as const;
  await room.commitChat(chatKey, (chat, now) => join(chat, agent, now), 'caller');
  await room.opens('agent');
  room.time.at += minutes(5);
  await room.commitChat(chatKey, expire, 'redelivery');
  expect(room.heard('agent')).toEqual(['disconnected agent by CUSTOMER to nothing']);
  expect(room.heard('customer')).toContain('disconnected agent by CUSTOMER to nothing');
  expect(['agent', 'customer'].map(room.sockets.isOpen)).toEqual([false, true]);
});

test('what happened before somebody joined does not concern them, however late it is told', async () => {
  const room = await aChatRoom('AGENT');
  const deaf = chatUseCasesIn(room, (port) =>
    port === room.sockets ? { ...port, send: () => Promise.reject(new Error('Not to be reached')) } : port,
  );
  await deaf.commitChat(chatKey, (chat, now) => leave(chat, 'agent', now), 'caller');
  room.time.at += minutes(1);
  const joining = { participantId: 'agentB', displayName: 'B', role: 'AGENT' } as const;
  await room.commitChat(chatKey, (chat, now) => join(chat, joining, now), 'caller');
  await room.opens('agentB');
  await room.commitChat(chatKey, expire, 'redelivery');
  expect(room.heard('customer')).toContain('left agent');
  expect(room.heard('agentB')).toEqual([]);
});

test('the end is told to everybody, and everybody is cut off', async () => {
  const room = await aChatRoom('AGENT');
  await room.commitChat(chatKey, endChat, 'caller');
  expect(['customer', 'agent'].map((connection) => room.heard(connection).at(-1))).toEqual([
    'ended ended',
    'ended ended',
  ]);
  expect(['customer', 'agent'].map(room.sockets.isOpen)).toEqual([false, false]);
});

test('what is told late is still told to who has left meanwhile, and not to who had left before', async () => {
  const room = await aChatRoom('AGENT', 'SUPERVISOR');
  const failing = chatUseCasesIn(room, (port) =>
    port === room.sockets ? { ...port, send: () => Promise.reject(new Error('Not to be reached')) } : port,
  );
  await room.commitChat(chatKey, (chat, now) => leave(chat, 'supervisor', now), 'caller');
  room.time.at += 1;
  await failing.commitChat(chatKey, (chat, now) => leave(chat, 'agent', now), 'caller');
  expect(room.reports).toHaveLength(1);
  room.time.at += minutes(1);
  await room.commitChat(chatKey, expire, 'redelivery');
  expect(room.heard('agent')).toContain('left agent');
  expect(room.heard('supervisor')).not.toContain('left agent');
});

describe('a connection that turns out to be gone', () => {
  test('while events are told has nobody told twice, on the bus neither', async () => {
    const room = await aChatRoom('AGENT', 'SUPERVISOR');
    room.sockets.lose('customer');
    const before = room.publisher.published().length;
    await room.commitChat(chatKey, (chat, now) => leave(chat, 'agent', now), 'caller');
    expect(room.heard('supervisor').filter((frame) => frame === 'left agent')).toHaveLength(1);
    expect(room.publisher.published()).toHaveLength(before + 1);
    expect((await room.chats.load(chatKey))?.outbox).toEqual([]);
    expect(await room.connectionsOf('customer')).toEqual([]);
  });

  test('is forgotten, and the others are told all the same', async () => {
    const room = await aChatRoom('AGENT');
    await room.opens('customer', 'customer-b');
    room.sockets.lose('customer');
    await room.sendMessage(chatKey, 'agent', { contentType: 'text/plain', content: 'hello' });
    expect(await room.connectionsOf('customer')).toEqual(['customer-b']);
    expect(room.heard('customer-b')).toEqual(['id-1: hello']);
  });

  test('starts the time after which a customer is gone', async () => {
    const room = await aChatRoom('AGENT');
    room.sockets.lose('customer');
    await room.sendMessage(chatKey, 'agent', { contentType: 'text/plain', content: 'hello' });
    expect((await room.chat())?.participants[0]?.goneSince).toBe(room.time.at);
  });

  test('that cannot be forgotten at the moment fails nothing, and is reported', async () => {
    const room = await aChatRoom('AGENT');
    room.sockets.lose('customer');
    const failing = chatUseCasesIn(room, (port) =>
      port === room.chats ? { ...port, save: () => Promise.reject(new Error('Throttled')) } : port,
    );
    const said = await failing.sendMessage(chatKey, 'agent', { contentType: 'text/plain', content: 'hello' });
    expect(said.type).toBe('sent');
    expect(room.reports).toHaveLength(1);
    expect(room.heard('agent')).toContain('id-1: hello');
  });
});

test('a chat without connections is told to nobody, and no texts are looked up for it', async () => {
  const asked: string[] = [];
  const room = await aChatRoom('AGENT');
  for (const connection of ['customer', 'agent']) room.sockets.lose(connection);
  await room.sendMessage(chatKey, 'agent', { contentType: 'text/plain', content: 'hello' });
  const chat = await room.chat();
  if (!chat) throw new Error('There is no chat');
  const tellEvents = makeTellEvents({
    tell: async () => void asked.push('told'),
    sockets: room.sockets,
    framesOf: async () => {
      asked.push('frames');
      return [];
    },
  });
  await tellEvents(room.publisher.published(), chat);
  expect(asked).toEqual([]);
});

test('a message while an event is told leaves nothing to be told again', async () => {
  const room = await aChatRoom('AGENT', 'SUPERVISOR');
  const interrupted = chatUseCasesIn(room, (port) =>
    port === room.publisher
      ? {
          ...port,
          publish: async (...published: Parameters<typeof room.publisher.publish>) => {
            await room.sendMessage(chatKey, 'customer', { contentType: 'text/plain', content: 'hello' });
            await room.publisher.publish(...published);
          },
        }
      : port,
  );
  await interrupted.commitChat(chatKey, (chat, now) => leave(chat, 'agent', now), 'caller');
  expect((await room.chats.load(chatKey))?.outbox).toEqual([]);
});
