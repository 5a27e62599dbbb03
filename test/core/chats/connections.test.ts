import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Chat } from '#core/chats/chat.ts';
import { closeConnections, openConnection } from '#core/chats/connections.ts';
import { minutes } from '#core/instant.ts';
import { Conversation } from './a-conversation.ts';

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
  expect(chat.chat?.participants[0]?.connections).toEqual(['s3', 's4', 's5', 's6', 's7']);
});

test('what an instance has for customers who are gone counts from the customer’s next connection on', () => {
  const { chat } = new Conversation({ goneMinutes: 5 });
  const opened = (state: Chat | undefined, connectionId: string, goneMinutes?: number) => {
    const setting = goneMinutes !== undefined && { goneMinutes };
    return openConnection(state, { participantId: 'customer', connectionId, ...setting }).state;
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
  const opened = openConnection(chat.chat, { participantId: 'agent', connectionId: 's2', goneMinutes: 9 });
  expect(opened.state?.goneMinutes).toBe(5);
});

test('who has left loses connections without being gone, and in a chat that is over nothing is noted', () => {
  const chat = new Conversation({ goneMinutes: 5 });
  chat.connects('customer', 's1');
  chat.joins('agent');
  chat.connects('agent', 's2');
  chat.leaves('agent');
  expect(chat.chat?.participants[1]?.connections).toEqual(['s2']);
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
  expect(left?.participants[0]).toMatchObject({ connections: ['s2'] });
  const none = closeConnections(left, ['s2'], minutes(1)).state;
  expect(none?.participants[0]).toMatchObject({ connections: [], goneSince: minutes(1) });
});
