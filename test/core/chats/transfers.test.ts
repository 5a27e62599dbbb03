import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nextStage } from '#core/chats/timers.ts';
import { allTimers, withAgent } from './a-conversation.ts';

const END = 'DISCONNECT_NONCUSTOMER';

describe('2. timers belong to roles and to the life of the chat', () => {
  test('after a transfer they apply to the new agent and the customer', () => {
    const chat = withAgent(allTimers).passesTo(4);
    chat.leaves('agent');
    chat.passesTo(20);
    chat.joins('agentB');
    expect(chat.passesTo(60).told()).toEqual([
      '25: idle customer 5',
      '27: idle agentB 7',
      '28: disconnected agentB by CUSTOMER to nothing',
    ]);
  });

  test('while two agents overlap each has a clock, and both began with the second', () => {
    const chat = withAgent({ AGENT: allTimers.AGENT }).passesTo(4);
    chat.joins('agentB');
    chat.passesTo(6);
    chat.writes('agentB');
    chat.passesTo(11.5);
    chat.leaves('agent');
    expect(chat.passesTo(60).told()).toEqual([
      '11: idle agent 7',
      '13: idle agentB 7',
      '23: disconnected agentB by AGENT to nothing',
    ]);
  });

  test('of several agents the last one silent for long enough counts', () => {
    const chat = withAgent({ AGENT: allTimers.AGENT });
    chat.joins('agentB');
    for (const minute of [6, 12]) {
      chat.passesTo(minute);
      chat.writes('agentB');
    }
    expect(chat.passesTo(60).told()).toEqual([
      '7: idle agent 7',
      '19: idle agentB 7',
      '29: disconnected agent,agentB by AGENT to nothing',
    ]);
  });

  test('an agent who leaves the others was there until then', () => {
    const chat = withAgent({ AGENT: allTimers.AGENT });
    chat.joins('agentB');
    for (const minute of [6, 12, 18, 24]) {
      chat.passesTo(minute);
      chat.writes('agentB');
    }
    chat.leaves('agentB');
    expect(chat.passesTo(60).told()).toEqual(['7: idle agent 7', '34: disconnected agent by AGENT to nothing']);
  });

  test('whoever transfers whenever, nothing comes before a whole timer after the last arrival or departure', () => {
    const anyMoves = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom('joins', 'leaves')), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(anyMoves, (moves) => {
        const chat = withAgent({ CUSTOMER: { [END]: 5 }, AGENT: { [END]: 4 } });
        let minute = 0;
        for (const [n, [pause, move]] of moves.entries()) {
          minute += pause;
          chat.passesTo(minute);
          const last = chat.chat?.participants.findLast(({ role, leftAt }) => role === 'AGENT' && leftAt === undefined);
          if (move === 'joins') chat.joins(`agent${n}`);
          else if (last) chat.leaves(last.participantId);
          const next = chat.chat && nextStage(chat.chat);
          if (next && move === 'joins') expect(next.at).toBe((minute + 4) * 60_000);
        }
      }),
    );
  });
});
