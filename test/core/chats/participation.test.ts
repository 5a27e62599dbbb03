import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { startChat } from '#core/chats/participation.ts';
import { chatKey } from '#test/support/chats.ts';
import { Conversation } from './a-conversation.ts';

const config = { CUSTOMER: { IDLE: 5 }, AGENT: { IDLE: 7, DISCONNECT_NONCUSTOMER: 3 } };

describe('a chat', () => {
  test('is started once', () => {
    const { chat } = new Conversation();
    const customer = { participantId: 'another', displayName: 'Another' };
    expect(startChat(chat, chatKey, { customer }, 0)).toEqual({
      state: chat,
      events: [],
      outcome: { type: 'alreadyStarted' },
    });
  });

  test('started again with the same customer stays as it is: the first answer was lost', () => {
    const { chat } = new Conversation();
    const [customer] = chat?.participants ?? [];
    if (!chat || !customer) throw new Error('The chat has no customer');
    expect(startChat(chat, chatKey, { customer }, 9)).toMatchObject({
      state: chat,
      events: [],
      outcome: { type: 'done' },
    });
  });

  test('that was never started refuses everything', () => {
    const chat = new Conversation();
    chat.chat = undefined;
    const outcomes = [
      chat.joins('agent'),
      chat.leaves('customer'),
      chat.writes('customer'),
      chat.connects('customer', 's1'),
      chat.disconnects('s1'),
      chat.ends(),
    ];
    expect(new Set(outcomes)).toEqual(new Set(['unknownChat']));
    expect(chat.passesTo(60).chat).toBeUndefined();
  });

  test('ends when the customer leaves, for everybody', () => {
    const chat = new Conversation().configure(config);
    chat.joins('agent');
    chat.leaves('customer');
    expect(chat.passesTo(60).told()).toEqual(['0: ended customerLeft']);
    expect([chat.isThere('customer'), chat.isThere('agent')]).toEqual([false, false]);
  });

  test('takes in so many participants and no more', () => {
    const chat = new Conversation();
    const outcomes = Array.from({ length: 20 }, (_, n) => chat.joins(`agent${n}`));
    expect(outcomes).toEqual([...Array.from({ length: 19 }, () => 'done'), 'tooManyParticipants']);
  });
});

describe('a participant', () => {
  test('who joins twice under one id is there once, and no timer starts over', () => {
    const chat = new Conversation().configure(config);
    chat.joins('agent');
    chat.passesTo(4);
    const before = chat.chat;
    expect(chat.joins('agent')).toBe('done');
    expect(chat.chat).toBe(before);
  });

  test('who leaves twice has left once', () => {
    const chat = new Conversation().configure(config);
    chat.joins('agent');
    chat.leaves('agent');
    const before = chat.chat;
    expect(chat.leaves('agent')).toBe('done');
    expect(chat.chat).toBe(before);
    expect(chat.leaves('nobody')).toBe('unknownParticipant');
  });

  test('who has left says nothing, and does not come back by writing', () => {
    const chat = new Conversation().configure(config);
    chat.joins('agent');
    chat.leaves('agent');
    expect([chat.writes('agent'), chat.writes('nobody')]).toEqual(['left', 'unknownParticipant']);
    expect([chat.connects('agent', 's1'), chat.connects('nobody', 's1')]).toEqual(['left', 'unknownParticipant']);
    expect(chat.isThere('agent')).toBe(false);
  });

  test('who leaves and comes back, under a new id, begins anew', () => {
    const chat = new Conversation().configure(config);
    chat.joins('agent');
    chat.passesTo(4);
    chat.leaves('agent');
    chat.joins('agentAgain');
    expect(chat.passesTo(60).told()).toEqual([
      '9: idle customer 5',
      '11: idle agentAgain 7',
      '14: disconnected agentAgain by AGENT to nothing',
    ]);
  });

  test('who is idle stays idle when another joins, and the rest of the silence begins anew', () => {
    const chat = new Conversation().configure({ CUSTOMER: { IDLE: 5, DISCONNECT_NONCUSTOMER: 4 } });
    chat.joins('agent');
    chat.passesTo(8);
    chat.joins('agentB');
    expect(chat.passesTo(60).told()).toEqual([
      '5: idle customer 5',
      '12: disconnected agent,agentB by CUSTOMER to nothing',
    ]);
  });
});

test('after the end nothing happens, whatever is tried', () => {
  const anyTry = fc.constantFrom<(chat: Conversation) => unknown>(
    (chat) => chat.joins('agentB'),
    (chat) => chat.leaves('agent'),
    (chat) => chat.leaves('customer'),
    (chat) => chat.writes('customer'),
    (chat) => chat.configure(config),
    (chat) => chat.connects('customer', 's2'),
    (chat) => chat.disconnects('s1'),
    (chat) => chat.ends(),
    (chat) => chat.passesTo(60),
  );
  fc.assert(
    fc.property(fc.array(anyTry, { maxLength: 10 }), fc.boolean(), (tries, byCustomer) => {
      const chat = new Conversation({ goneMinutes: 5 }).configure(config);
      chat.joins('agent');
      chat.connects('customer', 's1');
      if (byCustomer) chat.leaves('customer');
      else chat.ends();
      const ended = chat.chat;
      chat.told();
      for (const attempt of tries) attempt(chat);
      expect(chat.chat).toBe(ended);
      expect(chat.told()).toEqual([]);
    }),
  );
});

test('an id that was somebody’s in this chat lets nobody else in, and nobody back in', () => {
  const chat = new Conversation();
  expect(chat.joins('agent')).toBe('done');
  expect([chat.joins('agent'), chat.joins('agent', 'SUPERVISOR'), chat.joins('customer')]).toEqual([
    'done',
    'idTaken',
    'idTaken',
  ]);
  chat.leaves('agent');
  expect(chat.joins('agent')).toBe('left');
});
