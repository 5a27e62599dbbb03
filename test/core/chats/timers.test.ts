import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { expire } from '#core/chats/activity.ts';
import type { RoleConfig } from '#core/chats/role-config.ts';
import { nextStage } from '#core/chats/timers.ts';
import { allTimers, anyConfig, TimedChat, withAgent } from './timed-chat.ts';

const IDLE = 'IDLE';
const END = 'DISCONNECT_NONCUSTOMER';

const anyOther = fc.constantFrom('AGENT', 'CUSTOM_BOT');

/** The minutes after which an inactive role becomes idle and causes the disconnect, by rules 1 and 4. */
function expected({ IDLE: idle, DISCONNECT_NONCUSTOMER: end }: RoleConfig['AGENT']) {
  return {
    idle: idle ?? Number.POSITIVE_INFINITY,
    end: end === undefined ? Number.POSITIVE_INFINITY : (idle ?? 0) + end,
  };
}

describe('1. any combination of four timers', () => {
  test('each role becomes idle and causes the disconnect by its own timers', () => {
    expect(withAgent(allTimers).advanceTo(60).takeNotices()).toEqual([
      '5: idle customer 5',
      '7: idle agent 7',
      '8: disconnected agent by CUSTOMER to nothing',
    ]);
  });

  test('at any length, each stage happens once, at its minute, unless everybody was disconnected before', () => {
    fc.assert(
      fc.property(anyConfig, anyOther, (config, role) => {
        const chat = new TimedChat().configure(config);
        chat.join('other', role);
        const due = { customer: expected(config.CUSTOMER), other: expected(config.AGENT) };
        const end = Math.min(due.customer.end, due.other.end);
        const idle = (who: 'customer' | 'other') => (due[who].idle < end ? [`${due[who].idle}: idle ${who}`] : []);
        const notices = chat
          .advanceTo(1000)
          .takeNotices()
          .map((notice) => notice.replace(/( \d+| to .*)$/, ''));
        const inactiveRole = due.customer.end === end ? 'CUSTOMER' : role;
        const ends = Number.isFinite(end) ? [`${end}: disconnected other by ${inactiveRole}`] : [];
        // A participant who would become idle in the minute of the disconnect may do so before it or not at all.
        const isCertain = (notice: string) => !notice.startsWith(`${end}: idle`);
        expect(notices.filter(isCertain).toSorted()).toEqual(
          [...idle('customer'), ...idle('other'), ...ends].toSorted(),
        );
      }),
    );
  });
});

test('a stage happens at its instant, and not a millisecond before', () => {
  fc.assert(
    fc.property(anyConfig, (config) => {
      const { state: chat } = withAgent(config);
      const due = chat && nextStage(chat);
      if (!due) return;
      expect(expire(chat, due.at - 1)).toMatchObject({ state: chat, events: [], wakeUpAt: due.at });
      expect(expire(chat, due.at).events.length).toBeGreaterThan(0);
    }),
  );
});

describe('3. timers run only while both sides are in the chat', () => {
  test('none runs before somebody joins, or after the last one has left', () => {
    const chat = new TimedChat().configure(allTimers).advanceTo(100);
    chat.join('agent');
    chat.advanceTo(103);
    chat.leave('agent');
    expect(chat.advanceTo(1000).takeNotices()).toEqual([]);
  });

  test('a custom participant starts them too', () => {
    const chat = new TimedChat().configure({ AGENT: { [IDLE]: 2 } });
    chat.join('bot', 'CUSTOM_BOT');
    expect(chat.advanceTo(100).takeNotices()).toEqual(['2: idle bot 2']);
  });

  test.each(['SUPERVISOR', 'SYSTEM'] as const)('a %s does not start them, and has none', (role) => {
    const chat = new TimedChat().configure(allTimers);
    chat.join('other', role);
    expect(chat.advanceTo(100).takeNotices()).toEqual([]);
    chat.join('agent');
    chat.advanceTo(102);
    chat.join('another', role);
    expect(chat.advanceTo(106).takeNotices()).toEqual(['105: idle customer 5']);
  });

  test('in a queue, and after everybody was disconnected, nothing ever becomes due', () => {
    fc.assert(
      fc.property(anyConfig, fc.integer({ min: 0, max: 1000 }), (config, minute) => {
        const chat = withAgent(config).advanceTo(minute);
        chat.leave('agent');
        chat.takeNotices();
        expect(chat.advanceTo(3000).takeNotices()).toEqual([]);
        expect(chat.state?.active).toBeUndefined();
      }),
    );
  });
});

describe('4. with both types, the auto-disconnect starts when the participant has become idle', () => {
  test('so that the total inactivity is the sum of both', () => {
    expect(
      withAgent({ AGENT: { [IDLE]: 7, [END]: 10 } })
        .advanceTo(60)
        .takeNotices(),
    ).toEqual(['7: idle agent 7', '17: disconnected agent by AGENT to nothing']);
  });

  test('and a late wake-up does not prolong it', () => {
    const chat = withAgent({ AGENT: { [IDLE]: 7, [END]: 10 } }).advanceWithoutWakeUpTo(8.5);
    expect(chat.advanceTo(60).takeNotices()).toEqual([
      '8.5: idle agent 7',
      '17: disconnected agent by AGENT to nothing',
    ]);
  });

  test('with one type, its timer starts at once', () => {
    expect(
      withAgent({ AGENT: { [END]: 10 } })
        .advanceTo(60)
        .takeNotices(),
    ).toEqual(['10: disconnected agent by AGENT to nothing']);
    expect(
      withAgent({ AGENT: { [IDLE]: 10 } })
        .advanceTo(600)
        .takeNotices(),
    ).toEqual(['10: idle agent 10']);
  });

  test.each([2, 3, 10, 480])(
    'however late a wake-up is, the warning comes a minute before the end: %p minutes',
    (end) => {
      fc.assert(
        fc.property(fc.constantFrom('CUSTOMER', 'AGENT'), fc.integer({ min: 0, max: 60_000 }), (role, lateSeconds) => {
          const warnedAt = (120 + lateSeconds) / 60;
          const chat = withAgent({ [role]: { [IDLE]: 2, [END]: end } }).advanceWithoutWakeUpTo(warnedAt);
          chat.advanceTo(warnedAt);
          expect(chat.takeNotices()).toEqual([`${warnedAt}: idle ${role.toLowerCase()} 2`]);
          const endsAt = Math.max(2 + end, warnedAt + 1);
          expect(chat.advanceTo(endsAt - 0.001).takeNotices()).toEqual([]);
          const [ended] = chat.advanceTo(endsAt + 0.001).takeNotices();
          expect(ended).toMatch(`disconnected agent by ${role}`);
        }),
      );
    },
  );

  test('of several agents each is warned a minute before the end', () => {
    const chat = withAgent({ AGENT: { [IDLE]: 2, [END]: 2 } });
    chat.join('agentB');
    expect(chat.advanceWithoutWakeUpTo(9).advanceTo(20).takeNotices()).toEqual([
      '9: idle agent 2',
      '9: idle agentB 2',
      '10: disconnected agent,agentB by AGENT to nothing',
    ]);
  });

  test('whenever wake-ups fire, nobody is disconnected before the sum is over, and everybody is at the first wake-up after it and after a warning of a minute', () => {
    const anyGaps = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 2, max: 60 }), anyGaps, (idle, end, gaps) => {
        const chat = withAgent({ CUSTOMER: { [IDLE]: idle, [END]: end } });
        let minute = 0;
        let warnedAt = Number.POSITIVE_INFINITY;
        for (const gap of gaps) {
          minute += gap;
          chat.advanceWithoutWakeUpTo(minute).advanceTo(minute);
          if (minute >= idle) warnedAt = Math.min(warnedAt, minute);
          expect(chat.isConnected('agent')).toBe(minute < Math.max(idle + end, warnedAt + 1));
          expect(chat.isIdle('customer')).toBe(minute >= idle);
        }
      }),
    );
  });
});
