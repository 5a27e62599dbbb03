import { expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import { beginChatContact } from '#core/agents/chat-contact.ts';
import { anAgent, aSession, someDay } from '#test/support/agents.ts';

const joinedAt = someDay;
const signedInAt = (at: number) => ({ session: aSession({ signedInAt: at }) });

test.each<[string, Partial<Agent>, string]>([
  ['in the session of the join is a contact', signedInAt(joinedAt - 1), 'done'],
  ['in a session that began at the instant of the join is a contact', signedInAt(joinedAt), 'done'],
  [
    'whose earlier session had ended before is a contact',
    { signedOutAt: joinedAt - 2, ...signedInAt(joinedAt - 1) },
    'done',
  ],
  [
    'at the instant at which one session ended and the next began is a contact of the next',
    { signedOutAt: joinedAt, ...signedInAt(joinedAt) },
    'done',
  ],
  [
    'whose session has ended since, and who has signed in again, is none',
    { signedOutAt: joinedAt + 1, ...signedInAt(joinedAt + 1) },
    'signedOutSince',
  ],
  ['whose session has ended since is none', { signedOutAt: joinedAt + 1 }, 'signedOutSince'],
  ['whose session has ended at that instant is none', { signedOutAt: joinedAt }, 'signedOutSince'],
  ['who had signed out before is none', { signedOutAt: joinedAt - 1 }, 'notSignedIn'],
])('the chat of an agent %s', (_, overrides, type) => {
  const agent = anAgent(overrides);
  const { state, outcome } = beginChatContact(agent, 'c1', { asOf: 3, joinedAt }, joinedAt + 5);
  expect(outcome.type).toBe(type);
  if (type !== 'done') expect(state).toBe(agent);
  else
    expect(state?.session?.contacts).toStrictEqual([
      { contactId: 'c1', channel: 'CHAT', beganAt: joinedAt + 5, asOf: 3 },
    ]);
});

test('a chat is no contact of an agent who is unknown', () => {
  expect(beginChatContact(undefined, 'c1', { asOf: 3, joinedAt }, joinedAt).outcome).toStrictEqual({
    type: 'unknownAgent',
  });
});
