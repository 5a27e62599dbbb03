import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { join, startChat } from '#core/chats/participation.ts';
import { chatKey } from '#test/support/chats.ts';
import { TimedChat, withAgent } from './timed-chat.ts';

const config = { CUSTOMER: { IDLE: 5 }, AGENT: { IDLE: 7, DISCONNECT_NONCUSTOMER: 3 } };

describe('a chat', () => {
  test('that was never started refuses every command', () => {
    const chat = new TimedChat();
    chat.state = undefined;
    const outcomes = [
      chat.join('agent'),
      chat.leave('customer'),
      chat.write('customer'),
      chat.connect('customer', 's1'),
      chat.disconnect('s1'),
      chat.end(),
    ];
    expect(new Set(outcomes)).toEqual(new Set(['unknownChat']));
    expect(chat.advanceTo(60).state).toBeUndefined();
  });

  test('ends when the customer leaves, for everybody', () => {
    const chat = new TimedChat().configure(config);
    chat.join('agent');
    chat.leave('customer');
    expect(chat.advanceTo(60).takeNotices()).toEqual(['0: ended customerLeft']);
    expect([chat.isConnected('customer'), chat.isConnected('agent')]).toEqual([false, false]);
  });

  test('has twenty participants at most', () => {
    const chat = new TimedChat();
    const outcomes = Array.from({ length: 20 }, (_, n) => chat.join(`agent${n}`));
    expect(outcomes).toEqual([...Array.from({ length: 19 }, () => 'done'), 'tooManyParticipants']);
  });
});

describe('a participant', () => {
  test('who joins twice with one id is in the chat once, and no timer starts again', () => {
    const chat = new TimedChat().configure(config);
    chat.join('agent');
    chat.advanceTo(4);
    const before = chat.state;
    expect(chat.join('agent')).toBe('done');
    expect(chat.state).toBe(before);
  });

  test('who leaves twice has left once', () => {
    const chat = new TimedChat().configure(config);
    chat.join('agent');
    chat.leave('agent');
    const before = chat.state;
    expect(chat.leave('agent')).toBe('done');
    expect(chat.state).toBe(before);
    expect(chat.leave('nobody')).toBe('unknownParticipant');
  });

  test('who has left cannot write or connect, and does not come back by trying', () => {
    const chat = new TimedChat().configure(config);
    chat.join('agent');
    chat.leave('agent');
    expect([chat.write('agent'), chat.write('nobody')]).toEqual(['left', 'unknownParticipant']);
    expect([chat.connect('agent', 's1'), chat.connect('nobody', 's1')]).toEqual(['left', 'unknownParticipant']);
    expect(chat.isConnected('agent')).toBe(false);
  });

  test('who leaves and comes back with a new id starts the timers again', () => {
    const chat = new TimedChat().configure(config);
    chat.join('agent');
    chat.advanceTo(4);
    chat.leave('agent');
    chat.join('agentAgain');
    expect(chat.advanceTo(60).takeNotices()).toEqual([
      '9: idle customer 5',
      '11: idle agentAgain 7',
      '14: disconnected agentAgain by AGENT to nothing',
    ]);
  });

  test.each(['AGENT', 'CUSTOM_BOT'] as const)('nobody is idle when another %s joins, who is warned as well', (role) => {
    const chat = new TimedChat().configure({ CUSTOMER: { IDLE: 5, DISCONNECT_NONCUSTOMER: 4 } });
    chat.join('agent');
    chat.advanceTo(8);
    chat.join('other', role);
    expect(chat.isIdle('customer')).toBe(false);
    expect(chat.advanceTo(60).takeNotices()).toEqual([
      '5: idle customer 5',
      '13: idle customer 5',
      '17: disconnected agent,other by CUSTOMER to nothing',
    ]);
  });

  test('nobody is idle after a transfer either, also when the customer was idle in the queue', () => {
    const chat = new TimedChat().configure({ CUSTOMER: { IDLE: 5, DISCONNECT_NONCUSTOMER: 4 } });
    chat.join('agent');
    chat.advanceTo(6);
    chat.leave('agent');
    chat.advanceTo(20);
    chat.join('agentB');
    expect(chat.write('customer')).toBe('done');
    expect(chat.advanceTo(60).takeNotices()).toEqual([
      '5: idle customer 5',
      '25: idle customer 5',
      '29: disconnected agentB by CUSTOMER to nothing',
    ]);
  });

  test('a supervisor who joins changes nothing', () => {
    const chat = new TimedChat().configure({ CUSTOMER: { IDLE: 5, DISCONNECT_NONCUSTOMER: 4 } });
    chat.join('agent');
    chat.advanceTo(8);
    chat.join('supervisor', 'SUPERVISOR');
    expect(chat.isIdle('customer')).toBe(true);
    expect(chat.advanceTo(60).takeNotices()).toEqual([
      '5: idle customer 5',
      '9: disconnected agent,supervisor by CUSTOMER to nothing',
    ]);
  });
});

test('however many come and go, twenty may be there at a time, and the last twenty who left are kept', () => {
  const chat = new TimedChat();
  for (let n = 0; n < 60; n += 1) {
    chat.advanceTo(n);
    expect(chat.join(`agent${n}`)).toBe('done');
    chat.leave(`agent${n}`);
  }
  const left = chat.state?.participants.filter(({ leftAt }) => leftAt !== undefined) ?? [];
  expect(left.length).toBeLessThanOrEqual(21);
  expect(left.at(-20)?.participantId).toBe('agent40');
  expect([chat.join('agent59'), chat.join('agent40')]).toEqual(['left', 'left']);
  for (let n = 1; n < 20; n += 1) expect(chat.join(`supervisor${n}`, 'SUPERVISOR')).toBe('done');
  expect(chat.join('supervisor20', 'SUPERVISOR')).toBe('tooManyParticipants');
  chat.leave('supervisor7');
  expect(chat.join('supervisor20', 'SUPERVISOR')).toBe('done');
  expect(chat.isConnected('customer')).toBe(true);
});

describe('a chat that nobody ends', () => {
  const hours = (n: number) => n * 60;

  test('ends after a week, whoever is there', () => {
    const chat = withAgent({});
    for (const day of [1, 3, 6]) {
      chat.advanceTo(hours(24 * day));
      chat.write('customer');
    }
    expect(chat.advanceTo(hours(24 * 7) - 0.001).takeNotices()).toEqual([]);
    expect(chat.advanceTo(hours(24 * 8)).takeNotices()).toEqual([`${hours(24 * 7)}: ended expired`]);
    expect(chat.isConnected('agent')).toBe(false);
  });

  test('ends after as many days as were set when it was started, in a queue too', () => {
    const chat = new TimedChat({ lifeDays: 2 });
    expect(chat.advanceTo(hours(24 * 8)).takeNotices()).toEqual([`${hours(48)}: ended expired`]);
  });
});

test('after the end nothing changes, whatever is tried', () => {
  const anyAttempt = fc.constantFrom<(chat: TimedChat) => unknown>(
    (chat) => chat.join('agentB'),
    (chat) => chat.leave('agent'),
    (chat) => chat.leave('customer'),
    (chat) => chat.write('customer'),
    (chat) => chat.configure(config),
    (chat) => chat.connect('customer', 's2'),
    (chat) => chat.disconnect('s1'),
    (chat) => chat.end(),
    (chat) => chat.advanceTo(60),
  );
  fc.assert(
    fc.property(fc.array(anyAttempt, { maxLength: 10 }), fc.boolean(), (attempts, byCustomer) => {
      const chat = new TimedChat({ goneMinutes: 5 }).configure(config);
      chat.join('agent');
      chat.connect('customer', 's1');
      if (byCustomer) chat.leave('customer');
      else chat.end();
      const ended = chat.state;
      chat.takeNotices();
      for (const attempt of attempts) attempt(chat);
      expect(chat.state).toBe(ended);
      expect(chat.takeNotices()).toEqual([]);
    }),
  );
});

test.each([
  ['another name', { displayName: 'Bob', agentId: 'ann' }],
  ['another agent', { displayName: 'Ann', agentId: 'bob' }],
  ['no agent', { displayName: 'Ann' }],
])('a repeated join with %s is refused, and the same one changes nothing', (_, other) => {
  const who = { participantId: 'p', role: 'AGENT' } as const;
  const first = { ...who, displayName: 'Ann', agentId: 'ann' };
  const { state } = startChat(undefined, chatKey, { customer: { participantId: 'c', displayName: 'C' } }, 1);
  const joined = join(state, first, 2).state;
  expect(join(joined, first, 3)).toMatchObject({ state: joined, events: [], outcome: { type: 'done' } });
  expect(join(joined, { ...who, ...other }, 3)).toMatchObject({
    state: joined,
    events: [],
    outcome: { type: 'joinedOtherwise' },
  });
});

test('an id can be used once in a chat: by no other participant, and not to come back', () => {
  const chat = new TimedChat();
  expect(chat.join('agent')).toBe('done');
  expect([chat.join('agent'), chat.join('agent', 'SUPERVISOR'), chat.join('customer')]).toEqual([
    'done',
    'idTaken',
    'idTaken',
  ]);
  chat.leave('agent');
  expect(chat.join('agent')).toBe('left');
});
