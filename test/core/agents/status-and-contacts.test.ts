import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Agent, shownStatus } from '#core/agents/agent.ts';
import { beginContact, endContact, maximumContacts } from '#core/agents/contacts.ts';
import { changeStatus, signIn } from '#core/agents/presence.ts';
import { minutes } from '#core/instant.ts';
import { aContact, anAgent, aPendingLogout, aSession } from '#test/support/agents.ts';
import { anyChannel, anySession, anySignedInAgent, anyStatus, anyStatusType } from '#test/support/any-agent.ts';

describe('the status shown', () => {
  test('is offline without a session', () => {
    expect(shownStatus(undefined)).toBe('Offline');
  });

  test('is that of a call before a chat, a chat before a task, and any of them before the status chosen', () => {
    const call = aContact('c1', { channel: 'VOICE' });
    const chat = aContact('c2', { channel: 'CHAT' });
    const task = aContact('c3', { channel: 'TASK' });
    const shown = [[], [task], [task, chat], [task, chat, call]].map((contacts) =>
      shownStatus(aSession({ status: 'lunch', contacts })),
    );
    expect(shown).toStrictEqual(['lunch', 'In-task', 'In-chat', 'In-call']);
  });

  test('does not depend on the order in which contacts began', () => {
    fc.assert(
      fc.property(anySession, (session) => {
        const contacts = session.contacts.toReversed();
        expect(shownStatus({ ...session, contacts })).toBe(shownStatus(session));
      }),
    );
  });
});

describe('the status chosen', () => {
  test('changes at once, and an event is published if the status shown changes', () => {
    fc.assert(
      fc.property(anySignedInAgent, anyStatus, anyStatusType, (agent, status, statusType) => {
        const { state, events } = changeStatus(agent, { status, statusType }, 9);
        const { session } = agent;
        const same = session.status === status && session.statusType === statusType;
        expect(state?.session).toStrictEqual(same ? session : { ...session, status, statusType, statusSince: 9 });
        const shown = [shownStatus(session), shownStatus(state?.session)];
        expect(
          events.map((event) => event.type === 'AgentStatusChanged' && [event.previousStatus, event.status]),
        ).toStrictEqual(shown[0] === shown[1] ? [] : [shown]);
      }),
    );
  });

  test('changes nothing if the agent is in it', () => {
    const agent = anAgent({ session: aSession() });
    const { status, statusType } = agent.session ?? aSession();
    expect(changeStatus(agent, { status, statusType }, 9).state).toBe(agent);
  });

  test('during a contact is shown when the contact ends', () => {
    const onCall = anAgent({ session: aSession({ status: 'Available', contacts: [aContact('c1')] }) });
    const chosen = changeStatus(onCall, { status: 'lunch', statusType: 'CUSTOM' }, 2);
    expect(chosen.events).toStrictEqual([]);
    expect(endContact(chosen.state, 'c1', 3).events).toStrictEqual([
      expect.objectContaining({ type: 'AgentStatusChanged', previousStatus: 'In-call', status: 'lunch' }),
    ]);
  });
});

describe('a contact', () => {
  test('begins once, however often its beginning is reported', () => {
    fc.assert(
      fc.property(anySignedInAgent, anyChannel, (agent, channel) => {
        const first = beginContact(agent, { contactId: 'new', channel }, 3);
        expect(first.state?.session?.contacts).toStrictEqual([
          ...agent.session.contacts,
          { contactId: 'new', channel, beganAt: 3 },
        ]);
        const again = beginContact(first.state, { contactId: 'new', channel }, 4);
        expect(again.state).toBe(first.state);
        expect(again.events).toStrictEqual([]);
      }),
    );
  });

  test.each([
    ['ended', ['begin', 'end']],
    ['ended before its begin arrived', ['end']],
  ])('that has %s does not begin again within the hour', (_, history) => {
    const before = anAgent({ session: aSession() });
    const c1 = { contactId: 'c1', channel: 'VOICE' } as const;
    const ended = history.reduce<Agent | undefined>(
      (agent, step) => (step === 'begin' ? beginContact(agent, c1, 0) : endContact(agent, 'c1', 0)).state,
      before,
    );
    const late = beginContact(ended, c1, minutes(60) - 1);
    expect(late).toStrictEqual({ state: ended, events: [], outcome: { type: 'done', agent: ended } });
    expect(late.state?.session?.contacts).toStrictEqual([]);
    expect(beginContact(ended, { ...c1, contactId: 'c2' }, 1).state?.session?.contacts).toHaveLength(1);
    expect(beginContact(ended, c1, minutes(60)).state?.session?.contacts).toHaveLength(1);
  });

  test('that has ended does not begin again in the next session', () => {
    const session = aSession({ contacts: [aContact('c1')], pendingLogout: aPendingLogout() });
    const { state: out } = endContact(anAgent({ session }), 'c1', 1);
    expect(out?.session).toBeUndefined();
    const command = { ...aSession({ sessionId: 'session-2' }), takeOver: false };
    const { state: back } = signIn(out, command, 2);
    expect(beginContact(back, { contactId: 'c1', channel: 'VOICE' }, 3).state).toBe(back);
  });

  test('that ends while the agent is signed out does not begin in the next session', () => {
    const { state: out } = endContact(anAgent(), 'c1', 1);
    const { state: back } = signIn(out, { ...aSession(), takeOver: false }, 2);
    expect(beginContact(back, { contactId: 'c1', channel: 'VOICE' }, 3).state).toBe(back);
  });

  test('is one of eight that are remembered after their end', () => {
    const ids = Array.from({ length: 9 }, (_, n) => `c${n}`);
    const agent = ids.reduce<Agent | undefined>(
      (state, id) => endContact(state, id, 1).state,
      anAgent({ session: aSession() }),
    );
    const begun = ids.filter((contactId) => beginContact(agent, { contactId, channel: 'VOICE' }, 2).state !== agent);
    expect(begun).toStrictEqual(['c0']);
  });

  test('that was the last completes a pending logout; the previous status is that of the contact', () => {
    const session = aSession({ contacts: [aContact('c1')], pendingLogout: aPendingLogout({ reason: 'night' }) });
    const { events } = endContact(anAgent({ session }), 'c1', 3);
    expect(events).toMatchObject([
      { type: 'AgentSignedOut', previousStatus: 'In-call', releasedContactIds: [], order: { reason: 'night' } },
    ]);
  });

  test('that begins while a logout is pending leaves it pending', () => {
    fc.assert(
      fc.property(anySignedInAgent, anyChannel, (agent, channel) => {
        const { state } = beginContact(agent, { contactId: 'new', channel }, 3);
        expect(state?.session?.pendingLogout).toBe(agent.session.pendingLogout);
      }),
    );
  });

  test('ends once, however often its end is reported', () => {
    fc.assert(
      fc.property(anySignedInAgent, fc.constantFrom('c1', 'c2', 'unknown'), (agent, contactId) => {
        const first = endContact(agent, contactId, 3);
        const again = endContact(first.state, contactId, 4);
        expect(again.state).toBe(first.state);
        expect(again.events).toStrictEqual([]);
        expect(again.outcome.type).toBe('done');
      }),
    );
  });

  test('that ends without a pending logout leaves the agent signed in', () => {
    fc.assert(
      fc.property(anySignedInAgent, (agent) => {
        const { pendingLogout: _, ...session } = agent.session;
        const { state } = endContact({ ...agent, session }, 'c1', 3);
        expect(state?.session?.contacts).toStrictEqual(session.contacts.filter(({ contactId }) => contactId !== 'c1'));
      }),
    );
  });

  test('beyond the maximum is refused', () => {
    const contacts = Array.from({ length: maximumContacts }, (_, n) => aContact(`c${n}`));
    const full = anAgent({ session: aSession({ contacts }) });
    const refused = beginContact(full, { contactId: 'new', channel: 'CHAT' }, 1);
    expect(refused).toStrictEqual({ state: full, events: [], outcome: { type: 'tooManyContacts' } });
    expect(beginContact(full, { contactId: 'c0', channel: 'VOICE' }, 1).outcome.type).toBe('done');
  });

  test('with the id of another one in another channel is refused', () => {
    const onACall = anAgent({ session: aSession({ contacts: [aContact('c1', { channel: 'VOICE' })] }) });
    const refused = beginContact(onACall, { contactId: 'c1', channel: 'CHAT' }, 1);
    expect(refused).toStrictEqual({ state: onACall, events: [], outcome: { type: 'otherChannel' } });
  });
});
