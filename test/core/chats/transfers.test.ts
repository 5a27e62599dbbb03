import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nextStage } from '#core/chats/timers.ts';
import { allTimers, withAgent } from './timed-chat.ts';

const END = 'DISCONNECT_NONCUSTOMER';

describe('2. timers belong to roles and last as long as the chat', () => {
  test('after a transfer they apply to the new agent and the customer', () => {
    const chat = withAgent(allTimers).advanceTo(4);
    chat.leave('agent');
    chat.advanceTo(20);
    chat.join('agentB');
    expect(chat.advanceTo(60).takeNotices()).toEqual([
      '25: idle customer 5',
      '27: idle agentB 7',
      '28: disconnected agentB by CUSTOMER to nothing',
    ]);
  });

  test('while two agents overlap, each has a timer, and both started when the second one joined', () => {
    const chat = withAgent({ AGENT: allTimers.AGENT }).advanceTo(4);
    chat.join('agentB');
    chat.advanceTo(6);
    chat.write('agentB');
    chat.advanceTo(11.5);
    chat.leave('agent');
    expect(chat.advanceTo(60).takeNotices()).toEqual([
      '11: idle agent 7',
      '13: idle agentB 7',
      '23: disconnected agentB by AGENT to nothing',
    ]);
  });

  test('of several agents, the one who was active last decides', () => {
    const chat = withAgent({ AGENT: allTimers.AGENT });
    chat.join('agentB');
    for (const minute of [6, 12]) {
      chat.advanceTo(minute);
      chat.write('agentB');
    }
    expect(chat.advanceTo(60).takeNotices()).toEqual([
      '7: idle agent 7',
      '19: idle agentB 7',
      '29: disconnected agent,agentB by AGENT to nothing',
    ]);
  });

  test.each([
    ['both timers', { [END]: 3, IDLE: 2 }, 4.9, 5],
    ['one timer', { [END]: 3 }, 2.9, 3],
  ] as const)('of two silent agents, with %s, one leaves: the other lasts no longer', (_, timers, leavesAt, endsAt) => {
    for (const [leaver, stays] of [
      ['agent', 'agentB'],
      ['agentB', 'agent'],
    ] as const) {
      const chat = withAgent({ AGENT: timers });
      chat.join('agentB');
      chat.advanceTo(leavesAt);
      chat.leave(leaver);
      chat.takeNotices();
      expect(chat.advanceTo(60).takeNotices()).toEqual([`${endsAt}: disconnected ${stays} by AGENT to nothing`]);
    }
  });

  test('an agent who leaves after writing has kept the chat alive by the message', () => {
    const chat = withAgent({ AGENT: { [END]: 3 } });
    chat.join('agentB');
    chat.advanceTo(2);
    chat.write('agentB');
    chat.advanceTo(2.5);
    chat.leave('agentB');
    expect(chat.advanceTo(60).takeNotices()).toEqual(['5: disconnected agent by AGENT to nothing']);
  });

  test('an agent who leaves the others before becoming idle was active until then', () => {
    const chat = withAgent({ AGENT: allTimers.AGENT });
    chat.join('agentB');
    for (const minute of [6, 12, 18, 24]) {
      chat.advanceTo(minute);
      chat.write('agentB');
    }
    chat.leave('agentB');
    expect(chat.advanceTo(60).takeNotices()).toEqual(['7: idle agent 7', '34: disconnected agent by AGENT to nothing']);
  });

  test('who leaves from another side prolongs no silence', () => {
    const silentAgent = withAgent({ AGENT: { [END]: 5 } }).advanceTo(2);
    silentAgent.join('supervisor', 'SUPERVISOR');
    silentAgent.leave('supervisor');
    expect(silentAgent.advanceTo(60).takeNotices()).toEqual(['5: disconnected agent by AGENT to nothing']);
    const silentCustomer = withAgent({ CUSTOMER: { [END]: 5 } });
    silentCustomer.join('agentB');
    silentCustomer.advanceTo(2);
    silentCustomer.write('agentB');
    silentCustomer.leave('agentB');
    expect(silentCustomer.advanceTo(60).takeNotices()).toEqual(['5: disconnected agent by CUSTOMER to nothing']);
  });

  test('whoever is transferred at any time, the next stage is due a whole timer after the latest one joined', () => {
    const anyMoves = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom('joins', 'leaves')), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(anyMoves, (moves) => {
        const chat = withAgent({ CUSTOMER: { [END]: 5 }, AGENT: { [END]: 4 } });
        let minute = 0;
        for (const [n, [pause, move]] of moves.entries()) {
          minute += pause;
          chat.advanceTo(minute);
          const last = chat.state?.participants.findLast(
            ({ role, leftAt }) => role === 'AGENT' && leftAt === undefined,
          );
          if (move === 'joins') chat.join(`agent${n}`);
          else if (last) chat.leave(last.participantId);
          const next = chat.state && nextStage(chat.state);
          if (next && move === 'joins') expect(next.at).toBe((minute + 4) * 60_000);
        }
      }),
    );
  });
});
