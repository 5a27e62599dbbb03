import { describe, expect, test } from '@jest/globals';
import { expire } from '#core/chats/activity.ts';
import { join } from '#core/chats/participation.ts';
import { minutes } from '#core/instant.ts';
import { chatKey } from '#test/support/chats.ts';
import { TimedChat, withAgent } from './timed-chat.ts';

const IDLE = 'IDLE';
const END = 'DISCONNECT_NONCUSTOMER';

test('7. an idle participant is marked as idle and stays in the chat', () => {
  const chat = withAgent({ CUSTOMER: { [IDLE]: 5 } }, { waitBlock: 'customer' }).advanceTo(500);
  expect(chat.isIdle('customer')).toBe(true);
  expect([chat.isConnected('customer'), chat.isConnected('agent')]).toEqual([true, true]);
  expect(chat.takeNotices()).toEqual(['5: idle customer 5']);
});

test('an idle participant without an auto-disconnect is idle since the timer was over', () => {
  const { state } = withAgent({ CUSTOMER: { [IDLE]: 5 } }).advanceTo(500);
  expect(state?.participants[0]?.idleAt).toBe(minutes(5));
});

test('nothing expires in a chat that there is not', () => {
  expect(expire(undefined, 0)).toEqual({ state: undefined, events: [], outcome: { type: 'unknownChat' } });
});

test('the events name the agents whom the centre has named, and nobody else', () => {
  for (const agentId of ['ann', undefined]) {
    const chat = new TimedChat().configure({ AGENT: { [END]: 5 } });
    const named = { ...(agentId !== undefined && { agentId }) };
    const who = { participantId: 'agent', displayName: 'Agent', role: 'AGENT', ...named } as const;
    const joined = join(chat.state, who, 0);
    const disconnected = expire(joined.state, minutes(5));
    const ofChat = { ...chatKey, type: 'ParticipantsDisconnected', silentRole: 'AGENT', participantIds: ['agent'] };
    expect(joined.events).toStrictEqual([
      { type: 'ParticipantJoined', ...chatKey, participantId: 'agent', role: 'AGENT', ...named },
    ]);
    expect(disconnected.events).toStrictEqual([
      { ...ofChat, ...(agentId !== undefined && { agentIds: [agentId] }), next: { type: 'nothing' } },
    ]);
  }
});

describe('8. auto-disconnect disconnects everybody but the customer', () => {
  test.each(['CUSTOMER', 'AGENT'] as const)('whichever role was inactive: %s', (role) => {
    const chat = withAgent({ [role]: { [END]: 5 } }, { disconnectFlow: 'goodbye' });
    chat.join('bot', 'CUSTOM_BOT');
    chat.join('supervisor', 'SUPERVISOR');
    expect(chat.advanceTo(60).takeNotices()).toEqual([`5: disconnected agent,bot,supervisor by ${role} to goodbye`]);
    expect(['agent', 'bot', 'supervisor', 'customer'].map(chat.isConnected)).toEqual([false, false, false, true]);
    expect(chat.state?.ended).toBeUndefined();
  });

  test('once, when the timers of both roles are due at the same time', () => {
    const chat = withAgent({ CUSTOMER: { [END]: 5 }, AGENT: { [END]: 5 } });
    expect(chat.advanceTo(60).takeNotices()).toEqual(['5: disconnected agent by CUSTOMER to nothing']);
  });

  test('and the timers start again with the next agent', () => {
    const chat = withAgent({ AGENT: { [END]: 5 } }).advanceTo(20);
    chat.join('agentB');
    expect(chat.advanceTo(60).takeNotices()).toEqual([
      '5: disconnected agent by AGENT to nothing',
      '25: disconnected agentB by AGENT to nothing',
    ]);
  });
});

test('of an agent and a bot who are both silent, the silent role is the agent’s', () => {
  const chat = withAgent({ AGENT: { [END]: 5 } });
  chat.join('bot', 'CUSTOM_BOT');
  expect(chat.advanceTo(60).takeNotices()).toEqual(['5: disconnected agent,bot by AGENT to nothing']);
});

test.each([
  ['AGENT', 'customParticipant', 'goodbye', 'goodbye'],
  ['AGENT', 'customParticipant', undefined, 'nothing'],
  ['CUSTOM_BOT', 'customParticipant', 'goodbye', 'botBranch'],
  ['CUSTOM_BOT', 'customer', 'goodbye', 'nothing'],
  ['CUSTOM_BOT', undefined, 'goodbye', 'nothing'],
] as const)(
  '9. after disconnecting %s, with Wait block %s and disconnect flow %s, the next step is %s',
  (role, waitBlock, flow, next) => {
    const chat = new TimedChat({ ...(waitBlock && { waitBlock }), ...(flow && { disconnectFlow: flow }) });
    chat.configure({ AGENT: { [END]: 2 } });
    chat.join('other', role);
    expect(chat.advanceTo(60).takeNotices()).toEqual([`2: disconnected other by ${role} to ${next}`]);
  },
);
