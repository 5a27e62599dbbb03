import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Chat } from '#core/chats/chat.ts';
import { closeConnections, expectConnection, openConnection } from '#core/chats/connections.ts';
import { minutes } from '#core/instant.ts';
import { Conversation } from './a-conversation.ts';

/** Connections as a chat keeps those that opened at once. */
const connections = (...ids: readonly string[]) => ids.map((connectionId) => ({ connectionId, openedAt: 0 }));

describe('a customer whose last connection is gone', () => {
  const connected = () => {
    const chat = new Conversation({ goneMinutes: 5 });
    chat.connects('customer', 's1');
    chat.connects('customer', 's2');
    return chat;
  };

  test('for so long ends the chat, even in a queue', () => {
    const chat = connected();
    chat.disconnects('s1');
    chat.passesTo(3);
    chat.disconnects('s2');
    expect(chat.passesTo(60).told()).toEqual(['8: ended customerGone']);
    expect(chat.chat?.ended).toEqual({ at: minutes(8), cause: 'customerGone' });
  });

  test('but is back in time goes on', () => {
    const chat = connected();
    chat.disconnects('s1');
    chat.disconnects('s2');
    chat.passesTo(4);
    chat.connects('customer', 's3');
    expect(chat.passesTo(60).told()).toEqual([]);
  });

  test('but writes is there, however the words travel', () => {
    const chat = connected();
    chat.disconnects('s1');
    chat.disconnects('s2');
    chat.passesTo(4);
    chat.writes('customer');
    expect(chat.passesTo(60).told()).toEqual(['9: ended customerGone']);
  });

  test('is gone two hours after it opened, for no WebSocket lasts longer, should nobody hear of its end', () => {
    const chat = connected();
    chat.passesTo(60);
    chat.connects('customer', 's3');
    expect(chat.passesTo(500).told()).toEqual(['185: ended customerGone']);
  });

  test('is not made present by an agent who joins', () => {
    const chat = connected();
    chat.disconnects('s1');
    chat.disconnects('s2');
    chat.passesTo(4);
    chat.joins('agent');
    expect(chat.passesTo(60).told()).toEqual(['5: ended customerGone']);
  });

  test('or never was there, or when nobody has set a time, goes on', () => {
    expect(new Conversation({ goneMinutes: 5 }).passesTo(60).told()).toEqual([]);
    const patient = new Conversation();
    patient.connects('customer', 's1');
    patient.disconnects('s1');
    expect(patient.passesTo(600).told()).toEqual([]);
  });

  test('whatever connects and disconnects, the chat ends exactly when it was without any for so long', () => {
    const anyStep = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.boolean(), fc.constantFrom('s1', 's2', 's3'));
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 15 }), (steps) => {
        const chat = new Conversation({ goneMinutes: 5 });
        const open = new Set<string>();
        let minute = 0;
        let goneAt = Number.POSITIVE_INFINITY;
        for (const [pause, opens, socket] of steps) {
          minute += pause;
          chat.passesTo(minute);
          expect(chat.chat?.ended !== undefined).toBe(minute >= goneAt + 5);
          if (minute >= goneAt + 5) return;
          if (opens) chat.connects('customer', socket);
          else chat.disconnects(socket);
          const wasOpen = opens ? open.add(socket) : open.delete(socket);
          if (open.size > 0) goneAt = Number.POSITIVE_INFINITY;
          else if (wasOpen) goneAt = minute;
        }
      }),
    );
  });
});

test('a connection that is opened twice, or closed twice, counts once', () => {
  const chat = new Conversation({ goneMinutes: 5 });
  chat.connects('customer', 's1');
  const open = chat.chat;
  chat.connects('customer', 's1');
  expect(chat.chat).toBe(open);
  chat.disconnects('s1');
  chat.passesTo(3);
  const closed = chat.chat;
  chat.disconnects('s1');
  expect(chat.chat).toBe(closed);
});

test('of more connections than anybody needs the oldest give way', () => {
  const chat = new Conversation();
  for (let n = 1; n <= 7; n += 1) chat.connects('customer', `s${n}`);
  expect(chat.chat?.participants[0]?.connections).toEqual(connections('s3', 's4', 's5', 's6', 's7'));
});

test('what an instance has for customers who are gone counts from the customer’s next connection on', () => {
  const { chat } = new Conversation({ goneMinutes: 5 });
  const opened = (state: Chat | undefined, connectionId: string, goneMinutes?: number) => {
    const setting = goneMinutes !== undefined && { goneMinutes };
    return openConnection(state, { participantId: 'customer', connectionId, ...setting }, 0).state;
  };
  const first = opened(chat, 's1', 5);
  expect(first?.goneMinutes).toBe(5);
  expect(opened(first, 's1', 9)?.goneMinutes).toBe(5);
  expect(opened(first, 's2', 9)?.goneMinutes).toBe(9);
  expect(opened(first, 's2')?.goneMinutes).toBeUndefined();
});

test('a connection of somebody else leaves that as it is', () => {
  const chat = new Conversation({ goneMinutes: 5 });
  chat.connects('customer', 's1');
  chat.joins('agent');
  const opened = openConnection(chat.chat, { participantId: 'agent', connectionId: 's2', goneMinutes: 9 }, 0);
  expect(opened.state?.goneMinutes).toBe(5);
});

test('who has left loses connections without being gone, and in a chat that is over nothing is noted', () => {
  const chat = new Conversation({ goneMinutes: 5 });
  chat.connects('customer', 's1');
  chat.joins('agent');
  chat.connects('agent', 's2');
  chat.leaves('agent');
  expect(chat.chat?.participants[1]?.connections).toEqual(connections('s2'));
  chat.disconnects('s2');
  expect(chat.chat?.participants[1]).toMatchObject({ connections: [] });
  expect(chat.chat?.participants[1]).not.toHaveProperty('goneSince');
  chat.ends();
  const over = chat.chat;
  chat.disconnects('s1');
  expect(chat.chat).toBe(over);
});

test('connections that are gone together are forgotten together', () => {
  const chat = new Conversation({ goneMinutes: 5 });
  for (const socket of ['s1', 's2', 's3']) chat.connects('customer', socket);
  const left = closeConnections(chat.chat, ['s1', 's3', 'unknown'], minutes(1)).state;
  expect(left?.participants[0]).toMatchObject({ connections: connections('s2') });
  const none = closeConnections(left, ['s2'], minutes(1)).state;
  expect(none?.participants[0]).toMatchObject({ connections: [], goneSince: minutes(1) });
});

describe('a WebSocket that was promised', () => {
  const expected = (chat: Chat | undefined, more: Partial<Parameters<typeof expectConnection>[1]> = {}) =>
    expectConnection(chat, { participantId: 'customer', bySocket: true, goneMinutes: 5, ...more }, minutes(1));

  test('and never comes is like one that has gone', () => {
    const { chat } = new Conversation();
    const promised = expected(chat);
    expect(promised.state?.participants[0]?.goneSince).toBe(minutes(1));
    expect(promised).toMatchObject({ state: { goneMinutes: 5 }, alarmAt: minutes(6) });
  });

  test('and comes makes up for it', () => {
    const { chat } = new Conversation();
    const opened = openConnection(
      expected(chat).state,
      { participantId: 'customer', connectionId: 's1', goneMinutes: 5 },
      minutes(2),
    );
    expect(opened.state?.participants[0]).not.toHaveProperty('goneSince');
  });

  test('changes nothing for who is connected, is awaited already, is no customer, or comes without', () => {
    const chat = new Conversation({ goneMinutes: 5 });
    chat.joins('agent');
    const before = chat.chat;
    expect(expected(before, { participantId: 'agent' }).state).toBe(before);
    expect(expected(before, { bySocket: false }).state).toBe(before);
    chat.connects('customer', 's1');
    expect(expected(chat.chat).state).toBe(chat.chat);
    chat.disconnects('s1');
    expect(expected(chat.chat).state).toBe(chat.chat);
  });

  test.each([
    ['nobody', 'unknownParticipant'],
    ['agent', 'left'],
  ] as const)('is not for %s: %s', (participantId, type) => {
    const chat = new Conversation();
    chat.joins('agent');
    chat.leaves('agent');
    expect(expected(chat.chat, { participantId }).outcome).toEqual({ type });
  });
});
