import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allTimers, withAgent } from './a-conversation.ts';

const IDLE = 'IDLE';

describe('5. a message resets the timers of who wrote it', () => {
  test('and of nobody else', () => {
    const chat = withAgent({ CUSTOMER: { [IDLE]: 5 }, AGENT: { [IDLE]: 7 } }).passesTo(3);
    chat.writes('customer');
    expect(chat.passesTo(60).told()).toEqual(['7: idle agent 7', '8: idle customer 5']);
  });

  test('who was idle is so no longer, and both stages begin anew', () => {
    const chat = withAgent({ CUSTOMER: allTimers.CUSTOMER }).passesTo(7);
    chat.writes('customer');
    expect(chat.passesTo(60).told()).toEqual([
      '5: idle customer 5',
      '7: returned customer',
      '12: idle customer 5',
      '15: disconnected agent by CUSTOMER to nothing',
    ]);
  });

  test('one that comes before a late alarm counts: the participant never goes idle', () => {
    const chat = withAgent({ CUSTOMER: { [IDLE]: 5 } }).passesUnnoticedTo(6);
    chat.writes('customer');
    expect(chat.passesTo(60).told()).toEqual(['11: idle customer 5']);
  });

  test('who was idle when the agent left and writes in the queue has returned', () => {
    const chat = withAgent({ CUSTOMER: { [IDLE]: 5 } }).passesTo(6);
    chat.leaves('agent');
    chat.passesTo(10);
    chat.writes('customer');
    expect(chat.told()).toEqual(['5: idle customer 5', '10: returned customer']);
  });

  test('who writes within the period is never idle, who does not is', () => {
    const anyGaps = fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 20 });
    fc.assert(
      fc.property(anyGaps, (gaps) => {
        const chat = withAgent({ CUSTOMER: { [IDLE]: 5 } });
        let minute = 0;
        for (const gap of gaps) {
          minute += gap;
          chat.passesTo(minute);
          expect(chat.isIdle('customer')).toBe(gap >= 5);
          chat.writes('customer');
          expect(chat.isIdle('customer')).toBe(false);
        }
        const returns = chat.told().filter((word) => word.endsWith('returned customer'));
        expect(returns).toHaveLength(gaps.filter((gap) => gap >= 5).length);
      }),
    );
  });
});

test('10. idle and returned are told in turn, for each participant, whoever comes and goes', () => {
  const anyStep = fc.tuple(
    fc.integer({ min: 0, max: 9 }),
    fc.constantFrom('joins', 'leaves', 'writes'),
    fc.constantFrom('customer', 'a', 'b', 'c'),
  );
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 30 }), (steps) => {
      const chat = withAgent(allTimers);
      for (const [n, [pause, does, who]] of steps.entries()) {
        chat.passesTo(steps.slice(0, n).reduce((sum, [minutes]) => sum + minutes, pause));
        if (does === 'joins') chat.joins(who);
        else if (does === 'writes') chat.writes(who);
        else if (who !== 'customer') chat.leaves(who);
      }
      const story = Map.groupBy(chat.told(), (word) => word.split(' ')[2]);
      for (const who of ['customer', 'a', 'b', 'c']) {
        const turns = (story.get(who) ?? []).flatMap((word) => /idle|returned/.exec(word)?.[0] ?? []);
        expect(turns).toEqual(turns.map((_, n) => (n % 2 === 0 ? 'idle' : 'returned')));
      }
    }),
  );
});
