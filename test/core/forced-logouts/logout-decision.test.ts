import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Agent, isBusy, shownStatus } from '#core/agents/agent.ts';
import { endContact } from '#core/agents/contacts.ts';
import { forceLogout } from '#core/forced-logouts/logout-decision.ts';
import { aContact, anAgent, anOrder, aSession } from '#test/support/agents.ts';
import { anyAgent, anyForceLogout, anyInstant, anySignedInAgent } from '#test/support/any-agent.ts';

const order = anOrder();
const idle = anAgent({ session: aSession({ status: 'lunch' }) });
const onCall = anAgent({ session: aSession({ contacts: [aContact('c1')] }) });

describe('by example', () => {
  test('an idle agent is logged out at once, whatever the timing', () => {
    const { state, events, outcome } = forceLogout(
      idle,
      { timing: 'afterContact', order: anOrder({ reason: 'fire drill' }) },
      1,
    );
    expect(state?.session).toBeUndefined();
    expect(outcome).toEqual({ type: 'loggedOut', previousStatus: 'lunch', contacts: 0 });
    expect(events).toEqual([
      expect.objectContaining({
        type: 'AgentSignedOut',
        cause: 'forced',
        order: { requestedBy: 'supervisor', reason: 'fire drill' },
        previousStatus: 'lunch',
        releasedContactIds: [],
      }),
    ]);
  });

  test('with the timing `afterContact`, a busy agent finishes first', () => {
    const { state, events, outcome } = forceLogout(onCall, { order, timing: 'afterContact' }, 7);
    expect(state?.session?.pendingLogout).toEqual({ order, requestedAt: 7 });
    expect(outcome).toEqual({ type: 'deferred', previousStatus: 'In-call', contacts: 1 });
    expect(events).toEqual([expect.objectContaining({ type: 'AgentLogoutDeferred', contactIds: ['c1'] })]);
  });

  test('an immediate logout releases the contacts, and the event names them', () => {
    const { state, events } = forceLogout(onCall, { order, timing: 'immediate' }, 1);
    expect(state?.session).toBeUndefined();
    const { instanceId, agentId } = onCall;
    const contact = { contactId: 'c1', channel: 'VOICE' };
    expect(events).toEqual([
      { type: 'ContactReleased', instanceId, agentId, sessionId: 'session-1', ...contact },
      expect.objectContaining({ type: 'AgentSignedOut', releasedContactIds: ['c1'] }),
    ]);
  });

  test('an immediate logout replaces a pending one, and its own order is published', () => {
    const pending = forceLogout(onCall, { order, timing: 'afterContact' }, 1).state;
    const { state, events } = forceLogout(pending, { order: { requestedBy: 'director' }, timing: 'immediate' }, 2);
    expect(state?.session).toBeUndefined();
    expect(events.at(-1)).toMatchObject({ type: 'AgentSignedOut', order: { requestedBy: 'director' } });
  });

  test('an agent who is unknown or signed out is not logged out', () => {
    expect(forceLogout(undefined, { order, timing: 'immediate' }, 1).outcome).toEqual({ type: 'unknownAgent' });
    const signedOut = anAgent();
    const decided = forceLogout(signedOut, { order, timing: 'immediate' }, 1);
    expect(decided).toEqual({ state: signedOut, events: [], outcome: { type: 'alreadySignedOut' } });
    expect(decided.state).toBe(signedOut);
  });

  test('a pending logout carries its order to the event that ends the session', () => {
    const job = anOrder({ reason: 'storm', message: 'go home', jobId: 5 });
    const pending = forceLogout(onCall, { order: job, timing: 'afterContact', chunk: '0.3' }, 1).state;
    const { events } = endContact(pending, 'c1', 2);
    expect(events).toEqual([expect.objectContaining({ type: 'AgentSignedOut', cause: 'forced', order: job })]);
    expect(events[0]).not.toHaveProperty('chunk');
    expect(events[0]).not.toHaveProperty('requestedAt');
  });
});

describe('for any agent and any order', () => {
  test('the session ends unless there is a contact to wait for', () => {
    fc.assert(
      fc.property(anySignedInAgent, anyForceLogout, anyInstant, (agent, command, now) => {
        const { state, outcome } = forceLogout(agent, command, now);
        const waits = command.timing === 'afterContact' && isBusy(agent.session);
        expect(state?.session === undefined).toBe(!waits);
        expect(outcome).toEqual({
          type: waits ? 'deferred' : 'loggedOut',
          previousStatus: shownStatus(agent.session),
          contacts: agent.session.contacts.length,
        });
      }),
    );
  });

  test('the end of a session or its deferral is one event, after one for each contact released; a repeat publishes none', () => {
    fc.assert(
      fc.property(anySignedInAgent, anyForceLogout, anyForceLogout, (agent, first, second) => {
        const decided = forceLogout(agent, first, 1);
        const wasPending = agent.session.pendingLogout !== undefined && decided.outcome.type === 'deferred';
        const released = decided.outcome.type === 'loggedOut' ? agent.session.contacts : [];
        expect(decided.events.map(({ type }) => type)).toEqual([
          ...released.map(() => 'ContactReleased'),
          ...(wasPending ? [] : [decided.outcome.type === 'deferred' ? 'AgentLogoutDeferred' : 'AgentSignedOut']),
        ]);
        const again = forceLogout(decided.state, { ...second, timing: 'afterContact' }, 2);
        expect(again.events).toEqual([]);
        expect(again.state).toBe(decided.state);
      }),
    );
  });

  test('the first order stays pending until the session ends', () => {
    fc.assert(
      fc.property(anySignedInAgent, anyForceLogout, (agent, command) => {
        const { pendingLogout } = agent.session;
        fc.pre(pendingLogout !== undefined);
        const { state } = forceLogout(agent, { ...command, timing: 'afterContact' }, 3);
        expect(state?.session?.pendingLogout).toBe(pendingLogout);
      }),
    );
  });

  test('a deferred logout waits exactly as long as there is a contact', () => {
    fc.assert(
      fc.property(anySignedInAgent, anyForceLogout, fc.infiniteStream(fc.nat()), (agent, command, picks) => {
        fc.pre(isBusy(agent.session));
        let current: Agent | undefined = forceLogout(agent, { ...command, timing: 'afterContact' }, 1).state;
        const left = agent.session.contacts.map(({ contactId }) => contactId);
        while (left.length > 0) {
          expect(current?.session?.pendingLogout).toBeDefined();
          const [ended = ''] = left.splice((picks.next().value ?? 0) % left.length, 1);
          const { state, events } = endContact(current, ended, 2);
          const types = events.map(({ type }) => type);
          expect(types.includes('AgentSignedOut')).toBe(left.length === 0);
          current = state;
        }
        expect(current?.session).toBeUndefined();
      }),
    );
  });

  test('profile and earlier marks do not change', () => {
    fc.assert(
      fc.property(anyAgent, anyForceLogout, (agent, command) => {
        const { state } = forceLogout(agent, command, 1);
        expect(state?.profile).toBe(agent.profile);
        expect(state?.logoutMarks).toBe(agent.logoutMarks);
      }),
    );
  });
});

describe('a forced logout that reaches an agent late', () => {
  const late = { timing: 'immediate', order: anOrder({ jobId: 7 }), chunk: '0.0', requestedAt: 100 } as const;

  test('does not affect a session that began after it was requested, and the outcome says so', () => {
    const later = anAgent({ session: aSession({ signedInAt: 101, status: 'Available' }) });
    const { state, events, outcome } = forceLogout(later, late, 500);
    expect([state?.session, events]).toEqual([later.session, []]);
    expect(outcome).toEqual({ type: 'signedInLater', previousStatus: 'Available', contacts: 0 });
  });

  test('ends a session that began before, and a pending logout keeps the time of the request', () => {
    const earlier = anAgent({ session: aSession({ signedInAt: 100 }) });
    expect(forceLogout(earlier, late, 500).outcome.type).toBe('loggedOut');
    const busy = anAgent({ session: aSession({ signedInAt: 100, contacts: [aContact('c1')] }) });
    const { state } = forceLogout(busy, { ...late, timing: 'afterContact' }, 500);
    expect(state?.session?.pendingLogout?.requestedAt).toBe(100);
  });
});
