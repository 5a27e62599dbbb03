import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Agent } from '#core/agents/agent.ts';
import { beginContact, endContact } from '#core/agents/contacts.ts';
import { aContact, anAgent, aSession } from '#test/support/agents.ts';

describe('a contact that a chat begins and ends', () => {
  const chat = { contactId: 'c1', channel: 'CHAT' } as const;
  const contactIdsOf = (agent: Agent | undefined) => agent?.session?.contacts.map(({ contactId }) => contactId);

  test('ends with the latest event of the chat, whichever is applied first', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8]), fc.array(fc.nat(7)), (order, repeats) => {
        const says = (agent: Agent | undefined, asOf: number) =>
          asOf % 2 === 1 ? beginContact(agent, chat, 9, asOf).state : endContact(agent, 'c1', 9, asOf).state;
        const numbers = [...order, ...repeats.flatMap((place) => order[place] ?? [])];
        const start: Agent | undefined = anAgent({ session: aSession() });
        const agent = numbers.reduce(says, start);
        expect(contactIdsOf(agent)).toStrictEqual(Math.max(0, ...order) % 2 === 1 ? ['c1'] : []);
      }),
    );
  });

  test('does not begin again by the same event after the centre has ended it, but by a later one', () => {
    const begun = beginContact(anAgent({ session: aSession() }), chat, 9, 3).state;
    const ended = endContact(begun, 'c1', 9).state;
    expect(contactIdsOf(beginContact(ended, chat, 9, 3).state)).toStrictEqual([]);
    expect(contactIdsOf(beginContact(ended, chat, 9, 4).state)).toStrictEqual(['c1']);
  });

  test('is as it was after a repeat of the event that began it', () => {
    const { state: begun } = beginContact(anAgent({ session: aSession() }), chat, 9, 3);
    for (const asOf of [3, 2, undefined]) expect(beginContact(begun, chat, 9, asOf).state).toBe(begun);
    expect(beginContact(begun, chat, 9, 4).state?.session?.contacts).toStrictEqual([{ ...chat, beganAt: 9, asOf: 4 }]);
  });

  test('has ended if one event says that the agent is in the chat and that the agent is not', () => {
    const agent = anAgent({ session: aSession() });
    const beginsFirst = endContact(beginContact(agent, chat, 9, 3).state, 'c1', 9, 3).state;
    const endsFirst = beginContact(endContact(agent, 'c1', 9, 3).state, chat, 9, 3).state;
    for (const after of [beginsFirst, endsFirst]) expect(contactIdsOf(after)).toStrictEqual([]);
  });

  test('ends whatever another chat has said later', () => {
    const contacts = [aContact('c2', { channel: 'CHAT', asOf: 9 }), { ...chat, beganAt: 1, asOf: 1 }];
    const { state } = endContact(anAgent({ session: aSession({ contacts }) }), 'c1', 9, 2);
    expect(contactIdsOf(state)).toStrictEqual(['c2']);
  });

  test('changes no other contact when the chat says again that the agent is in it', () => {
    const call = aContact('c2');
    const session = aSession({ contacts: [call, { ...chat, beganAt: 1, asOf: 1 }] });
    const { state } = beginContact(anAgent({ session }), chat, 9, 2);
    expect(state?.session?.contacts).toStrictEqual([call, { ...chat, beganAt: 1, asOf: 2 }]);
  });

  test('is remembered once, however often it has ended', () => {
    const agent = [2, 4, 6].reduce<Agent | undefined>(
      (before, asOf) => endContact(before, 'c1', 9, asOf).state,
      anAgent({ session: aSession() }),
    );
    expect(agent?.endedContacts).toMatchObject([{ asOf: 6 }]);
  });

  test('begins although the centre has ended a contact of that id before', () => {
    const ended = endContact(anAgent({ session: aSession() }), 'c1', 9).state;
    expect(contactIdsOf(beginContact(ended, chat, 9, 1).state)).toStrictEqual(['c1']);
    expect(contactIdsOf(beginContact(ended, chat, 9).state)).toStrictEqual([]);
  });
});
