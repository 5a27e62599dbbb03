import { describe, expect, test } from '@jest/globals';
import { Conversation, withAgent } from './a-conversation.ts';

const IDLE = 'IDLE';
const END = 'DISCONNECT_NONCUSTOMER';

test('7. an idle participant is marked, and stays in the chat', () => {
  const chat = withAgent({ CUSTOMER: { [IDLE]: 5 } }, { waitBlock: 'customer' }).passesTo(500);
  expect(chat.isIdle('customer')).toBe(true);
  expect([chat.isThere('customer'), chat.isThere('agent')]).toEqual([true, true]);
  expect(chat.told()).toEqual(['5: idle customer 5']);
});

describe('8. auto-disconnect disconnects everybody but the customer', () => {
  test.each(['CUSTOMER', 'AGENT'] as const)('whichever role was silent: %s', (silent) => {
    const chat = withAgent({ [silent]: { [END]: 5 } }, { disconnectFlow: 'goodbye' });
    chat.joins('bot', 'CUSTOM_BOT');
    chat.joins('supervisor', 'SUPERVISOR');
    expect(chat.passesTo(60).told()).toEqual([`5: disconnected agent,bot,supervisor by ${silent} to goodbye`]);
    expect(['agent', 'bot', 'supervisor', 'customer'].map(chat.isThere)).toEqual([false, false, false, true]);
    expect(chat.chat?.ended).toBeUndefined();
  });

  test('once: timers of both roles that are due together disconnect together', () => {
    const chat = withAgent({ CUSTOMER: { [END]: 5 }, AGENT: { [END]: 5 } });
    expect(chat.passesTo(60).told()).toEqual(['5: disconnected agent by CUSTOMER to nothing']);
  });

  test('and the next agent begins anew', () => {
    const chat = withAgent({ AGENT: { [END]: 5 } }).passesTo(20);
    chat.joins('agentB');
    expect(chat.passesTo(60).told()).toEqual([
      '5: disconnected agent by AGENT to nothing',
      '25: disconnected agentB by AGENT to nothing',
    ]);
  });
});

test.each([
  ['AGENT', 'customParticipant', 'goodbye', 'goodbye'],
  ['AGENT', 'customParticipant', undefined, 'nothing'],
  ['CUSTOM_BOT', 'customParticipant', 'goodbye', 'botBranch'],
  ['CUSTOM_BOT', 'customer', 'goodbye', 'nothing'],
  ['CUSTOM_BOT', undefined, 'goodbye', 'nothing'],
] as const)(
  '9. a disconnected %s, Wait block %s and disconnect flow %s: next comes %s',
  (role, waitBlock, flow, next) => {
    const chat = new Conversation({ ...(waitBlock && { waitBlock }), ...(flow && { disconnectFlow: flow }) });
    chat.configure({ AGENT: { [END]: 2 } });
    chat.joins('other', role);
    expect(chat.passesTo(60).told()).toEqual([`2: disconnected other by AGENT to ${next}`]);
  },
);
