import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Agent, isBusy, shownStatus } from '#core/sessions/agent.ts';
import { forceLogout } from '#core/sessions/forced-logout.ts';
import { endContact } from '#core/sessions/presence.ts';
import { aContact, anAgent, aSession } from '#test/support/agents.ts';
import { anyAgent, anyForceLogout, anyInstant, anySignedInAgent } from './any-agent.ts';

const order = { requestedBy: 'supervisor' } as const;
const idle = anAgent({ session: aSession({ status: 'lunch' }) });
const onCall = anAgent({ session: aSession({ contacts: [aContact('c1')] }) });

describe('by example', () => {
  test('an idle agent is logged out at once, whatever the timing', () => {
    const { state, events, outcome } = forceLogout(idle, { ...order, timing: 'afterContact', reason: 'fire drill' }, 1);
    expect(state?.session).toBeUndefined();
    expect(outcome).toEqual({ type: 'loggedOut', previousStatus: 'lunch', contacts: 0 });
    expect(events).toEqual([
      expect.objectContaining({
        type: 'AgentLoggedOut',
        cause: 257,
        reason: 'fire drill',
        requestedBy: 'supervisor',
        previousStatus: 'lunch',
        releasedContactIds: [],
      }),
    ]);
  });

  test('a busy agent is told to finish first', () => {
    const { state, events, outcome } = forceLogout(onCall, { ...order, timing: 'afterContact' }, 7);
    expect(state?.session?.pendingLogout).toEqual({ ...order, requestedAt: 7 });
    expect(outcome).toEqual({ type: 'deferred', previousStatus: 'In-call', contacts: 1 });
    expect(events).toEqual([expect.objectContaining({ type: 'AgentLogoutDeferred', contactIds: ['c1'] })]);
  });

  test('an immediate logout releases the contacts in hand, and says which', () => {
    const { state, events } = forceLogout(onCall, { ...order, timing: 'immediate' }, 1);
    expect(state?.session).toBeUndefined();
    const { instanceId, agentId } = onCall;
    const contact = { contactId: 'c1', channel: 'VOICE' };
    expect(events).toEqual([
      { type: 'ContactReleased', instanceId, agentId, sessionId: 'session-1', ...contact },
      expect.objectContaining({ type: 'AgentLoggedOut', releasedContactIds: ['c1'] }),
    ]);
  });

  test('an immediate logout overrides one that waits, in the name of whoever ordered it', () => {
    const waiting = forceLogout(onCall, { ...order, timing: 'afterContact' }, 1).state;
    const { state, events } = forceLogout(waiting, { requestedBy: 'director', timing: 'immediate' }, 2);
    expect(state?.session).toBeUndefined();
    expect(events.at(-1)).toMatchObject({ type: 'AgentLoggedOut', requestedBy: 'director' });
  });

  test('nobody is logged out who is not known or not there', () => {
    expect(forceLogout(undefined, { ...order, timing: 'immediate' }, 1).outcome).toEqual({ type: 'unknownAgent' });
    const away = anAgent();
    const decided = forceLogout(away, { ...order, timing: 'immediate' }, 1);
    expect(decided).toEqual({ state: away, events: [], outcome: { type: 'alreadySignedOut' } });
  });

  test('the agent carries the order to the event that ends the session', () => {
    const job = { ...order, reason: 'storm', message: 'go home', jobId: 5 };
    const waiting = forceLogout(onCall, { ...job, timing: 'afterContact', chunk: '0.3' }, 1).state;
    const { events } = endContact(waiting, 'c1', 2);
    expect(events).toEqual([expect.objectContaining({ type: 'AgentLoggedOut', cause: 257, ...job })]);
    expect(events[0]).not.toHaveProperty('chunk');
    expect(events[0]).not.toHaveProperty('requestedAt');
  });
});

describe('for every agent and every order', () => {
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

  test('one event tells of a session that ended or began to wait, after one for each contact released; asked for again, none', () => {
    fc.assert(
      fc.property(anySignedInAgent, anyForceLogout, anyForceLogout, (agent, first, second) => {
        const decided = forceLogout(agent, first, 1);
        const wasWaiting = agent.session.pendingLogout !== undefined && decided.outcome.type === 'deferred';
        const released = decided.outcome.type === 'loggedOut' ? agent.session.contacts : [];
        expect(decided.events.map(({ type }) => type)).toEqual([
          ...released.map(() => 'ContactReleased'),
          ...(wasWaiting ? [] : [decided.outcome.type === 'deferred' ? 'AgentLogoutDeferred' : 'AgentLoggedOut']),
        ]);
        const again = forceLogout(decided.state, { ...second, timing: 'afterContact' }, 2);
        expect(again.events).toEqual([]);
        expect(again.state).toBe(decided.state);
      }),
    );
  });

  test('the order that came first stands until the session ends', () => {
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
          expect(types.includes('AgentLoggedOut')).toBe(left.length === 0);
          current = state;
        }
        expect(current?.session).toBeUndefined();
      }),
    );
  });

  test('profile and earlier marks stay as they are', () => {
    fc.assert(
      fc.property(anyAgent, anyForceLogout, (agent, command) => {
        const { state } = forceLogout(agent, command, 1);
        expect(state?.profile).toBe(agent.profile);
        expect(state?.logoutMarks).toBe(agent.logoutMarks);
      }),
    );
  });
});

describe('a job that reaches an agent late', () => {
  const late = { timing: 'immediate', requestedBy: 'sup', jobId: 7, chunk: '0.0', orderedAt: 100 } as const;

  test('leaves a session alone that began after it was ordered, and says so', () => {
    const back = anAgent({ session: aSession({ signedInAt: 101, status: 'Available' }) });
    const { state, events, outcome } = forceLogout(back, late, 500);
    expect([state?.session, events]).toEqual([back.session, []]);
    expect(outcome).toEqual({ type: 'signedInLater', previousStatus: 'Available', contacts: 0 });
  });

  test('ends one that was there, and a logout that waits dates from the order', () => {
    const there = anAgent({ session: aSession({ signedInAt: 100 }) });
    expect(forceLogout(there, late, 500).outcome.type).toBe('loggedOut');
    const busy = anAgent({ session: aSession({ signedInAt: 100, contacts: [aContact('c1')] }) });
    const { state } = forceLogout(busy, { ...late, timing: 'afterContact' }, 500);
    expect(state?.session?.pendingLogout?.requestedAt).toBe(100);
  });
});
