import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Chat } from '#core/chats/chat.ts';
import { closeConnections, openConnection } from '#core/chats/connections.ts';
import { minutes } from '#core/instant.ts';
import { TimedChat } from './timed-chat.ts';

/** Connections that opened when the chat began. */
const connections = (...ids: readonly string[]) => ids.map((connectionId) => ({ connectionId, openedAt: 0 }));

describe('a customer whose last connection has gone', () => {
  const connected = () => {
    const chat = new TimedChat({ goneMinutes: 5 });
    chat.connect('customer', 's1');
    chat.connect('customer', 's2');
    return chat;
  };

  test('for five minutes ends the chat, even in a queue', () => {
    const chat = connected();
    chat.disconnect('s1');
    chat.advanceTo(3);
    chat.disconnect('s2');
    expect(chat.advanceTo(60).takeNotices()).toEqual(['8: ended customerGone']);
    expect(chat.state?.ended).toEqual({ at: minutes(8), cause: 'customerGone' });
  });

  test('does not end the chat when they are back in time', () => {
    const chat = connected();
    chat.disconnect('s1');
    chat.disconnect('s2');
    chat.advanceTo(4);
    chat.connect('customer', 's3');
    expect(chat.advanceTo(60).takeNotices()).toEqual([]);
  });

  test('is not gone while they write, even without a WebSocket', () => {
    const chat = connected();
    chat.disconnect('s1');
    chat.disconnect('s2');
    chat.advanceTo(4);
    chat.write('customer');
    expect(chat.advanceTo(60).takeNotices()).toEqual(['9: ended customerGone']);
  });

  test('is gone two hours after it opened, even if its end is not reported, because no WebSocket lasts longer', () => {
    const chat = connected();
    chat.advanceTo(60);
    chat.connect('customer', 's3');
    expect(chat.advanceTo(500).takeNotices()).toEqual(['185: ended customerGone']);
  });

  test('is still gone when an agent joins', () => {
    const chat = connected();
    chat.disconnect('s1');
    chat.disconnect('s2');
    chat.advanceTo(4);
    chat.join('agent');
    expect(chat.advanceTo(60).takeNotices()).toEqual(['5: ended customerGone']);
  });

  test('does not end the chat if they never connected, or if no time is set', () => {
    expect(new TimedChat({ goneMinutes: 5 }).advanceTo(60).takeNotices()).toEqual([]);
    const withoutSetting = new TimedChat();
    withoutSetting.connect('customer', 's1');
    withoutSetting.disconnect('s1');
    expect(withoutSetting.advanceTo(600).takeNotices()).toEqual([]);
  });

  test('ends the chat exactly five minutes after the last one closed, whatever connects and disconnects', () => {
    const anyStep = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.boolean(), fc.constantFrom('s1', 's2', 's3'));
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 15 }), (steps) => {
        const chat = new TimedChat({ goneMinutes: 5 });
        const open = new Set<string>();
        let minute = 0;
        let goneAt = Number.POSITIVE_INFINITY;
        for (const [pause, opens, socket] of steps) {
          minute += pause;
          chat.advanceTo(minute);
          expect(chat.state?.ended !== undefined).toBe(minute >= goneAt + 5);
          if (minute >= goneAt + 5) return;
          if (opens) chat.connect('customer', socket);
          else chat.disconnect(socket);
          const wasOpen = opens ? open.add(socket) : open.delete(socket);
          if (open.size > 0) goneAt = Number.POSITIVE_INFINITY;
          else if (wasOpen) goneAt = minute;
        }
      }),
    );
  });
});

test('a connection that opens twice, or closes twice, counts once', () => {
  const chat = new TimedChat({ goneMinutes: 5 });
  chat.connect('customer', 's1');
  const open = chat.state;
  chat.connect('customer', 's1');
  expect(chat.state).toBe(open);
  chat.disconnect('s1');
  chat.advanceTo(3);
  const closed = chat.state;
  chat.disconnect('s1');
  expect(chat.state).toBe(closed);
});

test('an eleventh connection is refused until another one closes', () => {
  const chat = new TimedChat();
  for (let n = 1; n <= 10; n += 1) expect(chat.connect('customer', `s${n}`)).toBe('done');
  expect(chat.connect('customer', 's11')).toBe('tooManyConnections');
  chat.disconnect('s4');
  expect(chat.connect('customer', 's11')).toBe('done');
});

test('an eleventh connection displaces the oldest one once that is 58 minutes old', () => {
  const chat = new TimedChat();
  for (let n = 1; n <= 10; n += 1) chat.connect('customer', `s${n}`);
  const opened = (at: number) => openConnection(chat.state, { participantId: 'customer', connectionId: 's11' }, at);
  expect(opened(minutes(58) - 1).outcome.type).toBe('tooManyConnections');
  expect(opened(minutes(58)).outcome.type).toBe('done');
});

test('a customer is not gone when one of several connections closes', () => {
  const chat = new TimedChat({ goneMinutes: 5 });
  for (const socket of ['s1', 's2']) chat.connect('customer', socket);
  chat.disconnect('s1');
  expect(chat.state?.participants[0]).not.toHaveProperty('goneSince');
});

test('a connection that was opened two hours ago is taken for closed when another one closes', () => {
  const chat = new TimedChat({ goneMinutes: 5 });
  chat.connect('customer', 's1');
  chat.advanceTo(60);
  chat.connect('customer', 's2');
  const left = (at: number) => closeConnections(chat.state, ['s2'], at).state?.participants[0];
  expect(left(minutes(120) - 1)?.connections).toEqual(connections('s1'));
  expect(left(minutes(120))).toMatchObject({ connections: [], goneSince: minutes(120) });
});

test('the instance’s setting for customers who are gone takes effect with the customer’s next connection', () => {
  const { state: chat } = new TimedChat({ goneMinutes: 5 });
  const opened = (state: Chat | undefined, connectionId: string, goneMinutes?: number) => {
    const setting = goneMinutes !== undefined && { goneMinutes };
    return openConnection(state, { participantId: 'customer', connectionId, ...setting }, 0).state;
  };
  const first = opened(chat, 's1', 5);
  expect(first?.goneMinutes).toBe(5);
  expect(opened(first, 's1', 9)?.goneMinutes).toBe(5);
  expect(opened(first, 's2', 9)?.goneMinutes).toBe(9);
  expect(opened(first, 's2')).not.toHaveProperty('goneMinutes');
});

test('a connection of another participant does not change that setting', () => {
  const chat = new TimedChat({ goneMinutes: 5 });
  chat.connect('customer', 's1');
  chat.join('agent');
  const opened = openConnection(chat.state, { participantId: 'agent', connectionId: 's2', goneMinutes: 9 }, 0);
  expect(opened.state?.goneMinutes).toBe(5);
});

test('a participant who has left is not gone when their connections close, and in a chat that has ended nothing is recorded', () => {
  const chat = new TimedChat({ goneMinutes: 5 });
  chat.connect('customer', 's1');
  chat.join('agent');
  chat.connect('agent', 's2');
  chat.leave('agent');
  expect(chat.state?.participants[1]?.connections).toEqual(connections('s2'));
  chat.disconnect('s2');
  expect(chat.state?.participants[1]).toMatchObject({ connections: [] });
  expect(chat.state?.participants[1]).not.toHaveProperty('goneSince');
  chat.end();
  const endedChat = chat.state;
  chat.disconnect('s1');
  expect(chat.state).toBe(endedChat);
});

test('connections that are gone at the same time are removed together', () => {
  const chat = new TimedChat({ goneMinutes: 5 });
  for (const socket of ['s1', 's2', 's3']) chat.connect('customer', socket);
  const left = closeConnections(chat.state, ['s1', 's3', 'unknown'], minutes(1)).state;
  expect(left?.participants[0]).toMatchObject({ connections: connections('s2') });
  const none = closeConnections(left, ['s2'], minutes(1)).state;
  expect(none?.participants[0]).toMatchObject({ connections: [], goneSince: minutes(1) });
});
