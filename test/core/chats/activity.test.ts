import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { participantWrote } from '#core/chats/activity.ts';
import type { Participant } from '#core/chats/chat.ts';
import { makeChatUseCases } from '#core/chats/use-cases.ts';
import { minutes } from '#core/instant.ts';
import { someDay, stored } from '#test/support/agents.ts';
import { memoryChatPorts } from '#test/support/chat-room.ts';
import { aChat, aParticipant, chatKey } from '#test/support/chats.ts';
import { intercept } from '#test/support/intercept.ts';
import { allTimers, withAgent } from './timed-chat.ts';

const IDLE = 'IDLE';

describe('5. a message restarts the timers of its sender', () => {
  test('and of nobody else', () => {
    const chat = withAgent({ CUSTOMER: { [IDLE]: 5 }, AGENT: { [IDLE]: 7 } }).advanceTo(3);
    chat.write('customer');
    expect(chat.advanceTo(60).takeNotices()).toEqual(['7: idle agent 7', '8: idle customer 5']);
  });

  test('a sender who was idle has returned, and both stages start again', () => {
    const chat = withAgent({ CUSTOMER: allTimers.CUSTOMER }).advanceTo(7);
    chat.write('customer');
    expect(chat.advanceTo(60).takeNotices()).toEqual([
      '5: idle customer 5',
      '7: returned customer',
      '12: idle customer 5',
      '15: disconnected agent by CUSTOMER to nothing',
    ]);
  });

  test('one that arrives before a late wake-up counts: the participant never becomes idle', () => {
    const chat = withAgent({ CUSTOMER: { [IDLE]: 5 } }).advanceWithoutWakeUpTo(6);
    chat.write('customer');
    expect(chat.advanceTo(60).takeNotices()).toEqual(['11: idle customer 5']);
  });

  test('a customer who was idle when the agent left and writes in the queue has returned', () => {
    const chat = withAgent({ CUSTOMER: { [IDLE]: 5 } }).advanceTo(6);
    chat.leave('agent');
    chat.advanceTo(10);
    chat.write('customer');
    expect(chat.takeNotices()).toEqual(['5: idle customer 5', '10: returned customer']);
  });

  test('a participant who writes within the period is never idle, one who does not is', () => {
    const anyGaps = fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 20 });
    fc.assert(
      fc.property(anyGaps, (gaps) => {
        const chat = withAgent({ CUSTOMER: { [IDLE]: 5 } });
        let minute = 0;
        for (const gap of gaps) {
          minute += gap;
          chat.advanceTo(minute);
          expect(chat.isIdle('customer')).toBe(gap >= 5);
          chat.write('customer');
          expect(chat.isIdle('customer')).toBe(false);
        }
        const returns = chat.takeNotices().filter((notice) => notice.endsWith('returned customer'));
        expect(returns).toHaveLength(gaps.filter((gap) => gap >= 5).length);
      }),
    );
  });
});

test('10. who is idle becomes idle again only after returning or a join, and only who is idle returns', () => {
  const anyStep = fc.tuple(
    fc.integer({ min: 0, max: 9 }),
    fc.constantFrom('join', 'leave', 'write'),
    fc.constantFrom('customer', 'a', 'b', 'c'),
  );
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 30 }), (steps) => {
      const chat = withAgent(allTimers);
      const notices: string[] = [];
      for (const [n, [pause, command, participantId]] of steps.entries()) {
        chat.advanceTo(steps.slice(0, n).reduce((sum, [minutes]) => sum + minutes, pause));
        notices.push(...chat.takeNotices());
        if (command === 'join' && !chat.isConnected(participantId) && chat.join(participantId) === 'done') {
          notices.push(`${pause}: joined everybody`);
        } else if (command === 'write') chat.write(participantId);
        else if (participantId !== 'customer') chat.leave(participantId);
      }
      notices.push(...chat.takeNotices());
      for (const participantId of ['customer', 'a', 'b', 'c']) {
        let isIdle = false;
        for (const notice of notices) {
          const [, what, who] = notice.split(' ');
          if (what === 'joined') isIdle = false;
          if (who !== participantId || (what !== 'idle' && what !== 'returned')) continue;
          expect(isIdle).toBe(what === 'returned');
          isIdle = what === 'idle';
        }
      }
    }),
  );
});

describe('recording activity', () => {
  const now = someDay + minutes(3);

  /** Records activity in a chat with this customer. @returns the outcome, and the calls to the store of chats. */
  async function record(customer: Partial<Participant>, participantId = 'customer') {
    const ports = memoryChatPorts({ now: () => now });
    await ports.chats.save(stored(aChat({ participants: [aParticipant(customer)] })), undefined);
    const calls: string[] = [];
    const chats = intercept(ports.chats, (method, call) => {
      calls.push(method);
      return call();
    });
    const { type } = await makeChatUseCases({ ...ports, chats }).recordActivity(chatKey, participantId);
    return { type, calls };
  }

  test('is one write and loads nothing', async () => {
    expect(await record({})).toEqual({ type: 'done', calls: ['touch'] });
  });

  test('changes the whole chat when the participant is idle', async () => {
    expect(await record({ idleAt: someDay })).toEqual({
      type: 'done',
      calls: ['touch', 'load', 'save', 'clearOutbox'],
    });
  });

  test('is refused when the participant has left or is not in the chat', async () => {
    expect(await record({ leftAt: someDay })).toEqual({ type: 'left', calls: ['touch', 'load'] });
    expect(await record({}, 'nobody')).toEqual({ type: 'unknownParticipant', calls: ['touch', 'load'] });
  });

  test('never moves the timers back, however long the message was on its way', () => {
    const chat = aChat({ participants: [aParticipant({ silentSince: now })] });
    expect(participantWrote(chat, 'customer', someDay).state?.participants[0]?.silentSince).toBe(now);
  });
});
