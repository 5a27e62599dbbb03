import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shownStatus } from '#core/sessions/agent.ts';
import { beginContact, changeStatus, endContact, maximumContacts } from '#core/sessions/presence.ts';
import { aContact, anAgent, aPendingLogout, aSession } from '#test/support/agents.ts';
import { anyChannel, anySignedInAgent, anyStatus, anyStatusType } from './any-agent.ts';

describe('the status', () => {
  test('changes from now on, and others are told if they see another', () => {
    fc.assert(
      fc.property(anySignedInAgent, anyStatus, anyStatusType, (agent, status, statusType) => {
        const { state, events } = changeStatus(agent, { status, statusType }, 9);
        const { session } = agent;
        const same = session.status === status && session.statusType === statusType;
        expect(state?.session).toEqual(same ? session : { ...session, status, statusType, statusSince: 9 });
        const shown = [shownStatus(session), shownStatus(state?.session)];
        expect(
          events.map((event) => event.type === 'AgentStatusChanged' && [event.previousStatus, event.status]),
        ).toEqual(shown[0] === shown[1] ? [] : [shown]);
      }),
    );
  });

  test('chosen during a contact is shown when the contact ends', () => {
    const onCall = anAgent({ session: aSession({ status: 'Available', contacts: [aContact('c1')] }) });
    const chosen = changeStatus(onCall, { status: 'lunch', statusType: 'CUSTOM' }, 2);
    expect(chosen.events).toEqual([]);
    expect(endContact(chosen.state, 'c1', 3).events).toEqual([
      expect.objectContaining({ type: 'AgentStatusChanged', previousStatus: 'In-call', status: 'lunch' }),
    ]);
  });
});

describe('a contact', () => {
  test('begins once, however often it is said', () => {
    fc.assert(
      fc.property(anySignedInAgent, anyChannel, (agent, channel) => {
        const first = beginContact(agent, { contactId: 'new', channel }, 3);
        expect(first.state?.session?.contacts).toEqual([
          ...agent.session.contacts,
          { contactId: 'new', channel, beganAt: 3 },
        ]);
        const again = beginContact(first.state, { contactId: 'new', channel }, 4);
        expect(again.state).toBe(first.state);
        expect(again.events).toEqual([]);
      }),
    );
  });

  test('that was the last ends the session that waited for it, seen last as what was in hand', () => {
    const session = aSession({ contacts: [aContact('c1')], pendingLogout: aPendingLogout({ reason: 'night' }) });
    const { events } = endContact(anAgent({ session }), 'c1', 3);
    expect(events).toMatchObject([
      { type: 'AgentLoggedOut', previousStatus: 'In-call', releasedContactIds: [], reason: 'night' },
    ]);
  });

  test('that begins while a logout waits is waited for too', () => {
    fc.assert(
      fc.property(anySignedInAgent, anyChannel, (agent, channel) => {
        const { state } = beginContact(agent, { contactId: 'new', channel }, 3);
        expect(state?.session?.pendingLogout).toBe(agent.session.pendingLogout);
      }),
    );
  });

  test('ends once, however often it is said', () => {
    fc.assert(
      fc.property(anySignedInAgent, fc.constantFrom('c1', 'c2', 'unknown'), (agent, contactId) => {
        const first = endContact(agent, contactId, 3);
        const again = endContact(first.state, contactId, 4);
        expect(again.state).toBe(first.state);
        expect(again.events).toEqual([]);
        expect(again.outcome.type).toBe('done');
      }),
    );
  });

  test('that ends without a logout waiting leaves the agent signed in', () => {
    fc.assert(
      fc.property(anySignedInAgent, (agent) => {
        const { pendingLogout: _, ...session } = agent.session;
        const { state } = endContact({ ...agent, session }, 'c1', 3);
        expect(state?.session?.contacts).toEqual(session.contacts.filter(({ contactId }) => contactId !== 'c1'));
      }),
    );
  });

  test('too many is refused', () => {
    const contacts = Array.from({ length: maximumContacts }, (_, n) => aContact(`c${n}`));
    const full = anAgent({ session: aSession({ contacts }) });
    const refused = beginContact(full, { contactId: 'new', channel: 'CHAT' }, 1);
    expect(refused).toEqual({ state: full, events: [], outcome: { type: 'tooManyContacts' } });
    expect(beginContact(full, { contactId: 'c0', channel: 'VOICE' }, 1).outcome.type).toBe('done');
  });

  test('of the same id in another channel is refused', () => {
    const onACall = anAgent({ session: aSession({ contacts: [aContact('c1', { channel: 'VOICE' })] }) });
    const refused = beginContact(onACall, { contactId: 'c1', channel: 'CHAT' }, 1);
    expect(refused).toEqual({ state: onACall, events: [], outcome: { type: 'otherChannel' } });
  });
});
