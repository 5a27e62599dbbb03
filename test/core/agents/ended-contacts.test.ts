import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Agent, signOutCauses } from '#core/agents/agent.ts';
import {
  endedContactsAfterSession,
  hasEnded,
  withEndedContact,
  withReleasedContacts,
} from '#core/agents/ended-contacts.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import { minutes } from '#core/instant.ts';
import { aContact, anAgent, ann, aSession, online, someDay } from '#test/support/agents.ts';

const markOf = (contactId: string) => withEndedContact(anAgent(), contactId, someDay).endedContacts?.[0]?.mark;

// What is stored has to be understood by the next version.
test('marks of contacts that are stored are found again', () => {
  const ids = ['', 'c1', 'c119', '7b1e1a53-8f6c-4f3c-9d0e-2f1f6a0e6a11', '\u{1F600}'];
  expect(ids.map(markOf)).toStrictEqual(['l67o803', 'gb9ehxl', '07yk6ir', 'yiu5p6h', 'k49t08c']);
});

test('a mark is seven digits and lower-case letters, whatever the id of the contact', () => {
  fc.assert(fc.property(fc.string(), (id) => expect(markOf(id)).toMatch(/^[0-9a-z]{7}$/)));
});

test('a contact is remembered by the minute of its end, for an hour from there', () => {
  const agent = withEndedContact(anAgent(), 'c1', someDay + 59_999);
  expect(agent.endedContacts).toMatchObject([{ endedMinute: someDay / minutes(1) }]);
  expect(hasEnded(agent, 'c1', someDay + minutes(60) - 1)).toBe(true);
  expect(hasEnded(agent, 'c1', someDay + minutes(60))).toBe(false);
});

test('a contact that ends makes room for itself: what ended more than an hour ago is forgotten', () => {
  const first = withEndedContact(anAgent(), 'c1', someDay);
  const second = withEndedContact(first, 'c2', someDay + minutes(60));
  expect(second.endedContacts).toHaveLength(1);
  expect(hasEnded(second, 'c2', someDay + minutes(60))).toBe(true);
});

test('after a session the two contacts that ended last are remembered, and nothing is if none has ended', () => {
  const agent = ['c1', 'c2', 'c3'].reduce<Agent>((state, id) => withEndedContact(state, id, someDay), anAgent());
  expect(endedContactsAfterSession(agent)).toStrictEqual({ endedContacts: agent.endedContacts?.slice(0, 2) });
  expect(endedContactsAfterSession(anAgent())).toStrictEqual({});
});

test('causes of a sign-out that are stored keep their names', () => {
  expect(signOutCauses).toStrictEqual(['forced', 'signedOut', 'leaseExpired', 'replaced', 'client']);
});

test('a released contact that a chat began is remembered by the event of that chat', () => {
  const contacts = [aContact('c1', { channel: 'CHAT', asOf: 7 }), aContact('c2', { channel: 'CHAT', asOf: 3 })];
  const before = online('ann', { session: aSession({ contacts }) });
  const { session: _, ...after } = before;
  const events = contacts.map(({ contactId, channel }): AgentEvent => {
    return { type: 'ContactReleased', ...ann, sessionId: 'session-1', contactId, channel };
  });
  const remembered = withReleasedContacts(before, after, events, someDay);
  expect([hasEnded(remembered, 'c2', someDay, 3), hasEnded(remembered, 'c2', someDay, 4)]).toEqual([true, false]);
  expect([hasEnded(remembered, 'c1', someDay, 7), hasEnded(remembered, 'c1', someDay, 8)]).toEqual([true, false]);
});
