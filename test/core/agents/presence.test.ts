import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Agent } from '#core/agents/agent.ts';
import { beginContact, endContact } from '#core/agents/contacts.ts';
import { changeStatus, putProfile, type SignIn, signIn, signOut } from '#core/agents/presence.ts';
import { aContact, anAgent, anOrder, aPendingLogout, aSession } from '#test/support/agents.ts';
import { anyAddress, anyAgent, anySignedInAgent, anyStatus, anyStatusType } from '#test/support/any-agent.ts';

const available = { status: 'Available', statusType: 'ROUTABLE' } as const;

const anySignIn: fc.Arbitrary<SignIn> = fc.record({
  sessionId: fc.constant('new'),
  status: anyStatus,
  statusType: anyStatusType,
  ipAddress: anyAddress,
  takeOver: fc.boolean(),
});

describe('the profile', () => {
  test('is written for a new agent, who is not signed in', () => {
    const profile = { name: 'Ann', email: 'ann@acme.test', agentNumber: '11', teamIds: ['t1'] };
    const { state, events } = putProfile(undefined, { instanceId: 'acme', agentId: 'ann' }, profile);
    expect(state).toStrictEqual({ instanceId: 'acme', agentId: 'ann', profile, endedSessions: [], logoutMarks: [] });
    expect(events).toStrictEqual([]);
  });

  test('changes while the session goes on', () => {
    fc.assert(
      fc.property(anyAgent, anyAgent, (agent, { profile }) => {
        expect(putProfile(agent, agent, profile).state).toStrictEqual({ ...agent, profile: { ...profile } });
      }),
    );
  });
});

describe('signing in', () => {
  test('opens a session without contacts, and publishes that', () => {
    fc.assert(
      fc.property(anyAgent, anySignIn, ({ session: _, ...agent }: Agent, command) => {
        const { state, events, outcome } = signIn(agent, command, 5);
        const { takeOver: __, ...given } = command;
        expect(state?.session).toStrictEqual({ ...given, signedInAt: 5, statusSince: 5, contacts: [] });
        expect(outcome).toStrictEqual({ type: 'done', agent: state });
        const { status, statusType } = command;
        const { instanceId, agentId } = agent;
        expect(events).toStrictEqual([
          { type: 'AgentSignedIn', instanceId, agentId, sessionId: 'new', status, statusType },
        ]);
      }),
    );
  });

  test('begins a lease, with the grace of its instance', () => {
    const command = { ...available, sessionId: 'new', ipAddress: aSession().ipAddress, takeOver: false };
    const leased = (grace: object) =>
      signIn(anAgent(), { ...command, leaseSeconds: 60, ...grace }, 5).state?.session?.lease;
    expect(leased({})).toStrictEqual({ seconds: 60, lastSeenAt: 5 });
    const contactGraceSeconds = 30;
    expect(leased({ contactGraceSeconds })).toStrictEqual({ seconds: 60, lastSeenAt: 5, contactGraceSeconds });
  });

  test('is refused during a hold, and nothing is published of that', () => {
    const agent = anAgent({ hold: { until: 9, sessionId: 'session-1', order: anOrder(), returns: 0 } });
    const command = { ...available, sessionId: 'new', ipAddress: aSession().ipAddress, takeOver: true };
    const outcome = { type: 'held', heldUntil: 9 };
    expect(signIn(agent, command, 5)).toStrictEqual({ state: agent, events: [], outcome });
  });

  test('is refused while there is a session; the refusal says whether that one is about to end', () => {
    fc.assert(
      fc.property(anySignedInAgent, anySignIn, (agent, command) => {
        const decided = signIn(agent, { ...command, takeOver: false }, 5);
        const type = agent.session.pendingLogout ? 'beingSignedOut' : 'alreadySignedIn';
        expect(decided).toStrictEqual({ state: agent, events: [], outcome: { type } });
      }),
    );
  });

  test('can take over: the other session ends, and its contacts are released', () => {
    fc.assert(
      fc.property(anySignedInAgent, anySignIn, (agent, command) => {
        fc.pre(!agent.session.pendingLogout);
        const { state, events } = signIn(agent, { ...command, takeOver: true }, 5);
        expect(state?.session).toMatchObject({ sessionId: 'new', contacts: [] });
        expect(events).toMatchObject([
          ...agent.session.contacts.map(({ contactId }) => ({ type: 'ContactReleased', contactId })),
          {
            type: 'AgentSignedOut',
            sessionId: agent.session.sessionId,
            cause: 'replaced',
            releasedContactIds: agent.session.contacts.map(({ contactId }) => contactId),
          },
          { type: 'AgentSignedIn', sessionId: 'new' },
        ]);
      }),
    );
  });

  test('cannot take over while a logout is pending', () => {
    const session = aSession({ contacts: [aContact('c1')], pendingLogout: aPendingLogout() });
    const agent = anAgent({ session });
    const command = { sessionId: 'new', status: 'Available', statusType: 'ROUTABLE', takeOver: true } as const;
    const decided = signIn(agent, { ...command, ipAddress: session.ipAddress }, 5);
    expect(decided).toStrictEqual({ state: agent, events: [], outcome: { type: 'beingSignedOut' } });
  });
});

describe('signing out', () => {
  test('while a backend carries out a logout says whose order ends with the session', () => {
    const inBackend = { timing: 'afterContact', checkAt: 9, checks: 0 } as const;
    const pendingLogout = { ...aPendingLogout(), inBackend };
    const { events } = signOut(anAgent({ session: aSession({ pendingLogout }) }));
    expect(events).toMatchObject([{ type: 'AgentSignedOut', cause: 'signedOut', order: pendingLogout.order }]);
  });

  test('ends the session of an idle agent', () => {
    const idle = anAgent({ session: aSession({ status: 'lunch' }) });
    const { state, events } = signOut(idle);
    expect(state?.session).toBeUndefined();
    expect(events).toMatchObject([
      { type: 'AgentSignedOut', cause: 'signedOut', order: { requestedBy: idle.agentId }, previousStatus: 'lunch' },
    ]);
  });

  test('is refused while there is a contact', () => {
    const busy = anAgent({ session: aSession({ contacts: [aContact('c1')] }) });
    expect(signOut(busy)).toStrictEqual({ state: busy, events: [], outcome: { type: 'busy' } });
  });
});

test('for an agent who is unknown or not signed in the outcome says so, and nothing changes', () => {
  const contact = { contactId: 'c1', channel: 'CHAT' } as const;
  const lunch = { status: 'lunch', statusType: 'CUSTOM' } as const;
  const session = { ...lunch, sessionId: 's', ipAddress: aSession().ipAddress, takeOver: true };
  const away = anAgent();
  const decided = (agent: Agent | undefined) => [
    changeStatus(agent, lunch, 1),
    beginContact(agent, contact, 1),
    signOut(agent),
    endContact(agent, 'c1', 1),
  ];
  expect(signIn(undefined, session, 1).outcome.type).toBe('unknownAgent');
  expect(signOut(away).state).toBe(away);
  expect(decided(undefined).map(({ outcome }) => outcome.type)).toStrictEqual(Array(4).fill('unknownAgent'));
  expect(decided(away).map(({ outcome }) => outcome.type)).toStrictEqual([
    'notSignedIn',
    'notSignedIn',
    'alreadySignedOut',
    'done',
  ]);
  for (const { state, events } of decided(away)) {
    expect(state).toStrictEqual({ ...away, ...(state?.endedContacts && { endedContacts: state.endedContacts }) });
    expect(events).toStrictEqual([]);
  }
});
