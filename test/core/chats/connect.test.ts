import { describe, expect, test } from '@jest/globals';
import type { ParticipantClaims } from '#core/access/tokens.ts';
import type { Chat } from '#core/chats/chat.ts';
import { defaultChatSettings } from '#core/chats/chat-settings.ts';
import { expectConnection, openConnection } from '#core/chats/connections.ts';
import { minutes, seconds } from '#core/instant.ts';
import { aChatRoom } from '#test/support/chat-room.ts';
import { aChat, chatKey } from '#test/support/chats.ts';
import { TimedChat } from './timed-chat.ts';

describe('a participant who connects', () => {
  const type = ({ type }: { readonly type: string }) => type;

  test('is welcomed over the connection itself', async () => {
    const room = await aChatRoom('AGENT');
    expect(type(await room.connect('agent', 'agent-b'))).toBe('done');
    expect(room.sockets.framesOf('agent-b')).toEqual(['welcome']);
    expect(await room.connectionIdsOf('agent')).toEqual(['agent', 'agent-b']);
  });

  test('over a connection that has closed before its opening was recorded loses it at once', async () => {
    const room = await aChatRoom('AGENT');
    room.sockets.lose('agent-b');
    await room.disconnectParticipant({ ...chatKey, participantId: 'agent', connectionId: 'agent-b' });
    expect(type(await room.connect('agent', 'agent-b'))).toBe('done');
    expect(await room.connectionIdsOf('agent')).toEqual(['agent']);
  });

  test('in more windows than a participant may have is refused, and the others stay as they are', async () => {
    const room = await aChatRoom('AGENT');
    const windows = ['agent', ...[2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => `agent-${n}`)];
    for (const window of windows.slice(1)) expect(type(await room.connect('agent', window))).toBe('done');
    room.time.at += minutes(57);
    const surplus = { kind: 'participant', ...chatKey, participantId: 'agent' } as const;
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(await room.requestConnection(surplus, { websocket: true, credentials: true })).toEqual({
        type: 'tooManyConnections',
      });
      expect(type(await room.connect('agent', `surplus-${attempt}`))).toBe('tooManyConnections');
    }
    expect(await room.connectionIdsOf('agent')).toEqual(windows);
    expect(windows.every(room.sockets.isOpen)).toBe(true);
    expect(type(await room.connect('customer', 'customer-b'))).toBe('done');
  });

  test('again after 59 minutes, as stock clients do, displaces a connection that is as old', async () => {
    const room = await aChatRoom('AGENT');
    for (let n = 2; n <= 10; n += 1) await room.connect('agent', `agent-${n}`);
    room.time.at += minutes(59);
    expect(type(await room.connect('agent', 'again'))).toBe('done');
    const connectionIds = await room.connectionIdsOf('agent');
    expect([connectionIds?.length, connectionIds?.at(-1)]).toEqual([10, 'again']);
    expect(['agent', 'agent-2', 'again'].map(room.sockets.isOpen)).toEqual([false, true, true]);
  });

  test('without being in the chat is refused, and gets no frame', async () => {
    const room = await aChatRoom('AGENT');
    expect(type(await room.connect('stranger', 'x'))).toBe('unknownParticipant');
    expect(room.sockets.framesOf('x')).toEqual([]);
  });

  test('twice over one connection is connected once', async () => {
    const room = await aChatRoom('AGENT');
    expect([type(await room.connect('agent')), type(await room.connect('agent'))]).toEqual(['done', 'done']);
    expect(await room.connectionIdsOf('agent')).toEqual(['agent']);
  });

  test('takes over the setting of the instance for customers who are gone', async () => {
    const room = await aChatRoom();
    expect((await room.getChat(chatKey))?.goneMinutes).toBe(defaultChatSettings.customerGoneMinutes);
    await room.putChatSettings(chatKey.instanceId, { ...defaultChatSettings, customerGoneMinutes: 'off' });
    room.time.at += seconds(60);
    await room.connect('customer', 'customer-b');
    expect((await room.getChat(chatKey))?.goneMinutes).toBeUndefined();
  });
});

describe('a customer who asks for a connection in time', () => {
  const asked = (chat: Chat | undefined, at: number, goneMinutes = 5) =>
    expectConnection(chat, { participantId: 'customer', bySocket: true, goneMinutes }, minutes(at)).state;

  test.each([
    ['was lost before', (chat: TimedChat) => chat.disconnect('s1')],
    ['has a WebSocket whose end went unreported', () => undefined],
  ])('and %s opens it within its validity, and the chat goes on', (_, happens) => {
    for (const goneMinutes of [1, 5]) {
      const chat = new TimedChat({ goneMinutes });
      chat.connect('customer', 's1');
      chat.advanceTo(1);
      happens(chat);
      const lostAt = chat.state?.participants[0]?.goneSince === undefined ? 120 : 1;
      const askedAt = lostAt + goneMinutes - 0.1;
      chat.advanceTo(askedAt);
      chat.state = asked(chat.state, askedAt, goneMinutes);
      chat.advanceTo(askedAt + 100 / 60);
      expect(chat.connect('customer', 's2')).toBe('done');
      expect(chat.advanceTo(askedAt + 60).takeNotices()).toEqual([]);
    }
  });

  test('and does not open it is gone after the whole time', () => {
    const chat = new TimedChat({ goneMinutes: 5 });
    chat.connect('customer', 's1');
    chat.disconnect('s1');
    chat.advanceTo(4);
    chat.state = asked(chat.state, 4);
    expect(chat.advanceTo(60).takeNotices()).toEqual(['9: ended customerGone']);
  });

  test('again and again changes the chat every 20 seconds at most', () => {
    const first = asked(aChat(), 1);
    expect(asked(first, 1.3)).toBe(first);
    const twentySeconds = minutes(1) + seconds(20);
    expect(asked(first, twentySeconds / minutes(1))).not.toBe(first);
  });
});

describe('a participant who requests a connection', () => {
  const claims: ParticipantClaims = { kind: 'participant', ...chatKey, participantId: 'customer' };

  test('gets the address of a WebSocket and a token for messages, each with its validity', async () => {
    const room = await aChatRoom();
    const day = room.time.at + minutes(24 * 60);
    const soon = room.time.at + seconds(100);
    expect(await room.requestConnection(claims, { websocket: true, credentials: true })).toEqual({
      type: 'present',
      websocket: {
        url: `wss://sockets.example.com/v1?token=${JSON.stringify({ ...claims, kind: 'socket', expiresAt: soon })}`,
        expiresAt: soon,
      },
      credentials: { token: JSON.stringify({ ...claims, kind: 'connection', expiresAt: day }), expiresAt: day },
    });
  });

  test('gets only what is wanted', async () => {
    const room = await aChatRoom();
    expect(await room.requestConnection(claims, { websocket: false, credentials: false })).toEqual({ type: 'present' });
  });

  test('without being in the chat gets nothing', async () => {
    const room = await aChatRoom();
    const stranger = { ...claims, participantId: 'stranger' };
    expect(await room.requestConnection(stranger, { websocket: true, credentials: true })).toEqual({
      type: 'unknownParticipant',
    });
  });
});

describe('a WebSocket that a customer has requested', () => {
  const expected = (chat: Chat | undefined, more: Partial<Parameters<typeof expectConnection>[1]> = {}) =>
    expectConnection(chat, { participantId: 'customer', bySocket: true, goneMinutes: 5, ...more }, minutes(1));

  test('and never opens is like one that has gone', () => {
    const requested = expected(new TimedChat().state);
    expect(requested.state?.participants[0]?.goneSince).toBe(minutes(1));
    expect(requested).toMatchObject({ state: { goneMinutes: 5 }, wakeUpAt: minutes(6) });
  });

  test('and opens shows that the customer is not gone', () => {
    const opened = openConnection(
      expected(new TimedChat().state).state,
      { participantId: 'customer', connectionId: 's1', goneMinutes: 5 },
      minutes(2),
    );
    expect(opened.state?.participants[0]).not.toHaveProperty('goneSince');
  });

  test('is only a sign of life if the customer is connected or awaited, and changes nothing for an agent or without a WebSocket', () => {
    const chat = new TimedChat({ goneMinutes: 5 });
    chat.join('agent');
    const before = chat.state;
    expect(expected(before, { participantId: 'agent' }).state).toBe(before);
    expect(expected(before, { bySocket: false }).state).toBe(before);
    chat.connect('customer', 's1');
    expect(expected(chat.state).state?.participants[0]).not.toHaveProperty('goneSince');
    chat.disconnect('s1');
    expect(expected(chat.state).state?.participants[0]).toMatchObject({ goneSince: 0, requestedAt: minutes(1) });
  });

  test.each([
    ['nobody', 'unknownParticipant'],
    ['agent', 'left'],
  ] as const)('is refused for %s: %s', (participantId, type) => {
    const chat = new TimedChat();
    chat.join('agent');
    chat.leave('agent');
    expect(expected(chat.state, { participantId }).outcome).toEqual({ type });
  });
});
