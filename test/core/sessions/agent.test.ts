import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shownStatus } from '#core/sessions/agent.ts';
import { aContact, aSession } from '#test/support/agents.ts';
import { anySession } from './any-agent.ts';

test('an agent without a session is shown offline', () => {
  expect(shownStatus(undefined)).toBe('Offline');
});

test('a call is shown before a chat, a chat before a task, any of them before what was chosen', () => {
  const call = aContact('c1', { channel: 'VOICE' });
  const chat = aContact('c2', { channel: 'CHAT' });
  const task = aContact('c3', { channel: 'TASK' });
  const shown = [[], [task], [task, chat], [task, chat, call]].map((contacts) =>
    shownStatus(aSession({ status: 'lunch', contacts })),
  );
  expect(shown).toEqual(['lunch', 'In-task', 'In-chat', 'In-call']);
});

test('the order in which contacts began does not change what is shown', () => {
  fc.assert(
    fc.property(anySession, (session) => {
      const contacts = session.contacts.toReversed();
      expect(shownStatus({ ...session, contacts })).toBe(shownStatus(session));
    }),
  );
});
