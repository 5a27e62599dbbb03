import { describe, expect, test } from '@jest/globals';
import type { Participant } from '#core/chats/chat.ts';
import { removeAgent } from '#core/chats/sign-out.ts';
import { someDay } from '#test/support/agents.ts';
import { aChat, aParticipant, chatKey, timers } from '#test/support/chats.ts';

const signedOutAt = someDay + 10;
const now = someDay + 20;

/** Somebody who joined for Ann, before she was signed out. */
const ofAnn = (participantId: string, overrides: Partial<Participant> = {}) =>
  aParticipant({ participantId, role: 'AGENT', agentId: 'ann', ...overrides });

/** What becomes of a chat with these participants when Ann is signed out. */
function signOut(participants: readonly Participant[], chosen: 'disconnectFlow' | 'queue' = 'disconnectFlow') {
  const active = timers({ AGENT: { DISCONNECT_NONCUSTOMER: 5 } });
  const chat = aChat({ participants: [aParticipant(), ...participants], active, disconnectFlow: 'survey' });
  const { state, events } = removeAgent(chat, { agentId: 'ann', signedOutAt }, { afterAgentSignOut: chosen }, now);
  const left = state?.participants.filter(({ leftAt }) => leftAt === now).map(({ participantId }) => participantId);
  return { chat, state, events, left };
}

const survey = { type: 'disconnectFlow', flow: 'survey' };

/** Ann's leaving as participant `a`. */
const annLeft = (overrides: object) => ({
  type: 'ParticipantLeft',
  ...chatKey,
  participantId: 'a',
  role: 'AGENT',
  agentId: 'ann',
  cause: 'agentSignedOut',
  ...overrides,
});

describe('an agent who was signed out', () => {
  test('leaves the chat, in which no timer runs any more', () => {
    const { state, events, left } = signOut([ofAnn('a', { joinedAt: signedOutAt })]);
    expect(left).toEqual(['a']);
    expect(events).toEqual([annLeft({ next: survey })]);
    expect(state).not.toHaveProperty('active');
  });

  test.each([
    ['has joined since', ofAnn('a', { joinedAt: signedOutAt + 1 })],
    ['has left already', ofAnn('a', { leftAt: someDay + 5 })],
    ['is another one', aParticipant({ role: 'AGENT', agentId: 'bob' })],
    ['has no name', aParticipant({ role: 'AGENT' })],
  ])('takes nobody out of a chat whose agent %s', (_, participant) => {
    const { chat, state, events } = signOut([participant]);
    expect(state).toBe(chat);
    expect(events).toEqual([]);
  });

  test('leaves with every id that they joined with, and the last leaving of an agent says where the chat continues', () => {
    const { events, left } = signOut([
      ofAnn('a'),
      ofAnn('b'),
      ofAnn('c', { role: 'SUPERVISOR' }),
      aParticipant({ role: 'CUSTOM_BOT' }),
      aParticipant({ participantId: 'before', role: 'AGENT', agentId: 'bob', leftAt: someDay }),
    ]);
    expect(left).toEqual(['a', 'b', 'c']);
    expect(events).toEqual([
      annLeft({}),
      annLeft({ participantId: 'b', next: survey }),
      annLeft({ participantId: 'c', role: 'SUPERVISOR' }),
    ]);
  });

  test('leaves the chat to another agent, where it continues', () => {
    const bob = aParticipant({ participantId: 'b', role: 'AGENT', agentId: 'bob' });
    expect(signOut([ofAnn('a'), bob], 'queue').events).toEqual([annLeft({})]);
  });

  test('and was only a supervisor in the chat leaves it as it is', () => {
    expect(signOut([ofAnn('a', { role: 'SUPERVISOR' })]).events).toEqual([annLeft({ role: 'SUPERVISOR' })]);
  });

  test('leaves the chat to the queue, if the instance has chosen that', () => {
    expect(signOut([ofAnn('a')], 'queue').events).toEqual([annLeft({ next: { type: 'queue' } })]);
  });
});

test('nobody is removed from a chat that there is not', () => {
  expect(removeAgent(undefined, { agentId: 'ann', signedOutAt }, { afterAgentSignOut: 'queue' }, now)).toEqual({
    state: undefined,
    events: [],
    outcome: { type: 'unknownChat' },
  });
});
