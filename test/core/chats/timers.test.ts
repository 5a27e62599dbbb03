import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RoleConfig } from '#core/chats/role-config.ts';
import { expire } from '#core/chats/silence.ts';
import { nextStage } from '#core/chats/timers.ts';
import { allTimers, Conversation, withAgent } from './a-conversation.ts';
import { anyConfig } from './any-config.ts';

const IDLE = 'IDLE';
const END = 'DISCONNECT_NONCUSTOMER';

const anyOther = fc.constantFrom('AGENT', 'CUSTOM_BOT');

/** When a role that stays silent goes idle and is disconnected for it, by the words of rules 1 and 4. */
function expected({ IDLE: idle, DISCONNECT_NONCUSTOMER: end }: RoleConfig['AGENT']) {
  return {
    idle: idle ?? Number.POSITIVE_INFINITY,
    end: end === undefined ? Number.POSITIVE_INFINITY : (idle ?? 0) + end,
  };
}

describe('1. any combination of four timers', () => {
  test('each role goes idle and is disconnected by its own', () => {
    expect(withAgent(allTimers).passesTo(60).told()).toEqual([
      '5: idle customer 5',
      '7: idle agent 7',
      '8: disconnected agent by CUSTOMER to nothing',
    ]);
  });

  test('at any length, each stage comes at its minute, once, unless everybody was disconnected before', () => {
    fc.assert(
      fc.property(anyConfig, anyOther, (config, role) => {
        const chat = new Conversation().configure(config);
        chat.joins('other', role);
        const due = { customer: expected(config.CUSTOMER), other: expected(config.AGENT) };
        const end = Math.min(due.customer.end, due.other.end);
        const idle = (who: 'customer' | 'other') => (due[who].idle < end ? [`${due[who].idle}: idle ${who}`] : []);
        const told = chat
          .passesTo(1000)
          .told()
          .map((word) => word.replace(/( \d+| to .*)$/, ''));
        const silent = due.customer.end === end ? 'CUSTOMER' : 'AGENT';
        const ends = Number.isFinite(end) ? [`${end}: disconnected other by ${silent}`] : [];
        // What falls into the minute of the end may come before it or not at all.
        const isSure = (word: string) => !word.startsWith(`${end}: idle`);
        expect(told.filter(isSure).toSorted()).toEqual([...idle('customer'), ...idle('other'), ...ends].toSorted());
      }),
    );
  });
});

test('a millisecond before its instant nothing happens; at its instant something does', () => {
  fc.assert(
    fc.property(anyConfig, (config) => {
      const { chat } = withAgent(config);
      const due = chat && nextStage(chat);
      if (!due) return;
      expect(expire(chat, due.at - 1)).toMatchObject({ state: chat, events: [], alarmAt: due.at });
      expect(expire(chat, due.at).events.length).toBeGreaterThan(0);
    }),
  );
});

describe('3. timers run only while both sides are there', () => {
  test('nothing runs before somebody joins, nor after the last has left', () => {
    const chat = new Conversation().configure(allTimers).passesTo(100);
    chat.joins('agent');
    chat.passesTo(103);
    chat.leaves('agent');
    expect(chat.passesTo(1000).told()).toEqual([]);
  });

  test('a custom participant starts them too', () => {
    const chat = new Conversation().configure({ AGENT: { [IDLE]: 2 } });
    chat.joins('bot', 'CUSTOM_BOT');
    expect(chat.passesTo(100).told()).toEqual(['2: idle bot 2']);
  });

  test.each(['SUPERVISOR', 'SYSTEM'] as const)('a %s does not, and has none', (role) => {
    const chat = new Conversation().configure(allTimers);
    chat.joins('other', role);
    expect(chat.passesTo(100).told()).toEqual([]);
    chat.joins('agent');
    chat.passesTo(102);
    chat.joins('another', role);
    expect(chat.passesTo(106).told()).toEqual(['105: idle customer 5']);
  });

  test('in a queue, and after everybody was disconnected, nothing is ever due', () => {
    fc.assert(
      fc.property(anyConfig, fc.integer({ min: 0, max: 1000 }), (config, minute) => {
        const chat = withAgent(config).passesTo(minute);
        chat.leaves('agent');
        chat.told();
        expect(chat.passesTo(3000).told()).toEqual([]);
        expect(chat.chat?.active).toBeUndefined();
      }),
    );
  });
});

describe('4. with both types, auto-disconnect starts when the participant has become idle', () => {
  test('so that total silence is the sum', () => {
    expect(
      withAgent({ AGENT: { [IDLE]: 7, [END]: 10 } })
        .passesTo(60)
        .told(),
    ).toEqual(['7: idle agent 7', '17: disconnected agent by AGENT to nothing']);
  });

  test('and a late alarm does not stretch it', () => {
    const chat = withAgent({ AGENT: { [IDLE]: 7, [END]: 10 } }).passesUnnoticedTo(8.5);
    expect(chat.passesTo(60).told()).toEqual(['8.5: idle agent 7', '17: disconnected agent by AGENT to nothing']);
  });

  test('with one type, that one starts at once', () => {
    expect(
      withAgent({ AGENT: { [END]: 10 } })
        .passesTo(60)
        .told(),
    ).toEqual(['10: disconnected agent by AGENT to nothing']);
    expect(
      withAgent({ AGENT: { [IDLE]: 10 } })
        .passesTo(600)
        .told(),
    ).toEqual(['10: idle agent 10']);
  });

  test('whenever the alarms ring, nobody is disconnected before the sum is over, and then at the first ring', () => {
    const anyRings = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 2, max: 60 }), anyRings, (idle, end, gaps) => {
        const chat = withAgent({ CUSTOMER: { [IDLE]: idle, [END]: end } });
        let minute = 0;
        for (const gap of gaps) {
          minute += gap;
          chat.passesUnnoticedTo(minute).passesTo(minute);
          expect(chat.isThere('agent')).toBe(minute < idle + end);
          expect(chat.isIdle('customer')).toBe(minute >= idle);
        }
      }),
    );
  });
});
