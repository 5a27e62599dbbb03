import { describe, expect, test } from '@jest/globals';
import type { Agent, Seen, SignedInAgent } from '#core/agents/agent.ts';
import type { Observation, ObservedContact } from '#core/agents/backend.ts';
import type { PendingLogout } from '#core/agents/logout-order.ts';
import { observe } from '#core/agents/observe.ts';
import { seconds } from '#core/instant.ts';
import { aContact, anAgent, ann, aPendingLogout, aSession, someDay } from '#test/support/agents.ts';
import { aShownContact, atWork } from './observations.ts';

const observed = (agent: Agent | undefined, observation: Observation) => observe(agent, ann, observation, 'next');

/** Ann as she is known after the backend has shown her. */
const known = (
  session: Partial<SignedInAgent['session']> = {},
  overrides: Parameters<typeof anAgent>[0] = {},
): SignedInAgent => {
  const agent = anAgent({ ...ann, seen: { at: someDay, statusSince: someDay }, ...overrides });
  return { ...agent, session: aSession(session) };
};

describe('an agent of a backend whom nobody knows', () => {
  test('is signed in since the status began, without a name, with the contacts that ring or are connected', () => {
    const phases = ['ringing', 'connected', 'afterContactWork', 'missed'] as const;
    const contacts = phases.map((phase) => aShownContact(phase, { phase }));
    const { state } = observed(undefined, atWork({ at: someDay + 9, contacts }));
    const { status, statusType, statusSince } = aSession();
    expect(state).toStrictEqual({
      ...ann,
      profile: { name: '', email: '', agentNumber: '', teamIds: [] },
      endedSessions: [],
      logoutMarks: [],
      seen: { at: someDay + 9, statusSince: someDay },
      session: {
        sessionId: 'next',
        signedInAt: someDay,
        ...{ status, statusType, statusSince },
        ipAddress: state?.session?.ipAddress,
        contacts: [aContact('ringing'), aContact('connected')],
      },
    });
  });

  test('has at most twenty contacts, as any agent', () => {
    const contacts = Array.from({ length: 21 }, (_, n) => aShownContact(`c${n}`));
    expect(observed(undefined, atWork({ contacts })).state?.session?.contacts).toHaveLength(20);
  });
});

test.each([
  ['not the same', ['t1'], ['t2'], ['t2']],
  ['one more', ['t1'], ['t1', 't2'], ['t1', 't2']],
  ['one fewer', ['t1', 't2'], ['t2'], ['t2']],
  ['none', ['t1'], [], []],
])('the teams that a backend shows become those of the agent: %s', (_, teamIds, shown, expected) => {
  const agent = known({}, { teamIds });
  expect(observed(agent, atWork({ teamIds: shown })).state).toStrictEqual({
    ...agent,
    profile: { ...agent.profile, teamIds: expected },
  });
});

test('the same teams in another order are no news, nor is an answer without teams', () => {
  const agent = known({}, { teamIds: ['t1', 't2'] });
  expect(observed(agent, atWork({ teamIds: ['t2', 't1'] })).state).toBe(agent);
  expect(observed(agent, atWork()).state).toBe(agent);
});

describe('after a session has ended', () => {
  const signedOutAt = someDay;
  const owedOffline = { checkAt: someDay, checks: 0 };
  const seenSince = (statusSince?: number): Seen => ({ at: 0, ...(statusSince !== undefined && { statusSince }) });
  const lag = seconds(30);

  test.each<[string, Partial<Agent>, { since: number; at: number }, 'begins' | 'does not begin']>([
    ['chosen since then', { signedOutAt }, { since: someDay + 1, at: someDay + 2 }, 'begins'],
    ['chosen since then', { signedOutAt, owedOffline }, { since: someDay + 1, at: someDay + 2 }, 'begins'],
    ['chosen before', { signedOutAt }, { since: someDay - 1, at: someDay + lag }, 'does not begin'],
    ['of any age', { owedOffline }, { since: someDay - 1, at: someDay }, 'begins'],
    ['of the very instant', { signedOutAt }, { since: someDay, at: someDay + lag - 1 }, 'does not begin'],
    ['of the very instant', { signedOutAt }, { since: someDay, at: someDay + lag }, 'begins'],
    [
      'of the very instant, until the backend is told',
      { signedOutAt, owedOffline },
      { since: someDay, at: someDay + lag },
      'does not begin',
    ],
    [
      'of the very instant that was seen before',
      { signedOutAt, seen: seenSince(someDay) },
      { since: someDay, at: someDay + 1 },
      'does not begin',
    ],
    [
      'of the very instant that follows another',
      { signedOutAt, seen: seenSince(someDay - 5) },
      { since: someDay, at: someDay + 1 },
      'begins',
    ],
  ])('a status %s (%j, %j) %s a session', (_, agent, { since, at }, verb) => {
    const status = { name: 'Available', type: 'ROUTABLE', since } as const;
    const { state } = observed(anAgent({ ...ann, ...agent }), atWork({ at, status }));
    expect(state?.session?.sessionId).toBe(verb === 'begins' ? 'next' : undefined);
  });
});

describe('in a session', () => {
  const later = someDay + seconds(5);

  test('a status that began before the latest one changes nothing', () => {
    const agent = known();
    const lunch = { name: 'Lunch', type: 'CUSTOM', since: someDay - 1 } as const;
    expect(observed(agent, atWork({ at: later, status: lunch })).state).toBe(agent);
    const { state } = observed(agent, atWork({ at: later, status: { ...lunch, since: someDay } }));
    expect(state?.session).toMatchObject({ status: 'Lunch', statusType: 'CUSTOM' });
  });

  test.each([
    ['the same', 'Available', 'ROUTABLE', someDay],
    ['another one', 'Lunch', 'ROUTABLE', later],
    ['one of another type', 'Available', 'CUSTOM', later],
  ] as const)('the status counts since it was chosen, if it is %s', (_, name, type, statusSince) => {
    const { state } = observed(known(), atWork({ at: later, status: { name, type, since: later } }));
    expect(state?.session).toMatchObject({ status: name, statusType: type, statusSince });
  });

  test('the same picture writes nothing, however often it is asked for, and an event writes when it was true', () => {
    const agent = known({ contacts: [aContact('c1')] });
    const same = atWork({ at: later, contacts: [aShownContact('c1')] });
    expect(observed(agent, same).state).toBe(agent);
    expect(observed(agent, { ...same, isEvent: true }).state?.seen).toStrictEqual({ at: later, statusSince: someDay });
  });

  test('what nobody sees is written all the same', () => {
    const agent = known({ contacts: [aContact('c1')] });
    const same = atWork({ at: later, contacts: [aShownContact('c1')] });
    const { status } = same;
    const lunch = { ...status, name: 'Lunch' };
    const pictures: readonly [SignedInAgent, Observation][] = [
      [agent, { ...same, status: lunch }],
      [agent, { ...same, status: { ...status, type: 'CUSTOM' } }],
      [agent, { ...same, contacts: [...same.contacts, aShownContact('c2')] }],
      [{ ...agent, seen: { at: someDay, statusSince: someDay, absentSince: someDay } }, same],
    ];
    for (const [before, picture] of pictures) {
      const { state, events } = observed(before, picture);
      expect(events).toStrictEqual([]);
      expect(state).not.toBe(before);
      expect(observed(state, picture).state).toBe(state);
    }
  });

  test('that a page has begun the first event is written', () => {
    const { seen: _, ...agent } = known();
    const { state } = observed(agent, atWork({ isEvent: true }));
    expect(state?.seen).toStrictEqual({ at: someDay, statusSince: someDay });
  });

  const begunBefore = (contactId: string, beganAt: number) => aContact(contactId, { beganAt });
  test.each<[string, readonly ObservedContact[], readonly string[], number | undefined]>([
    ['go on, in another order', [aShownContact('c2'), aShownContact('c1')], ['c2', 'c1'], undefined],
    ['go on, with another one', ['c1', 'c2', 'c3'].map((id) => aShownContact(id)), ['c1', 'c2', 'c3'], undefined],
    ['end, but for one', [aShownContact('c2')], ['c2'], later],
    ['end', [], [], later],
    ['have others after them', [aShownContact('c3'), aShownContact('c4')], ['c3', 'c4'], later],
  ])('contacts that %s keep when they began, and the end of one is noted', (_, contacts, ids, endedAt) => {
    const begun = { c1: someDay - 2, c2: someDay - 1 };
    const agent = known({ contacts: [begunBefore('c1', begun.c1), begunBefore('c2', begun.c2)] });
    const session = observed(agent, atWork({ at: later, contacts })).state?.session;
    const starts: Readonly<Record<string, number>> = begun;
    expect(session?.contacts).toStrictEqual(ids.map((id) => begunBefore(id, starts[id] ?? someDay)));
    expect(session?.lastContactEndedAt).toBe(endedAt);
  });

  const goes = atWork({ at: later, isGoingOffline: true, contacts: [aShownContact('c1')] });
  const ordered = (inBackend: Partial<PendingLogout['inBackend']>): PendingLogout => ({
    ...aPendingLogout(),
    inBackend: { timing: 'afterContact', checkAt: later, checks: 1, ...inBackend },
  });

  test('that a logout waits for the last contact is told when the backend shows it', () => {
    const { state, events } = observed(known({ pendingLogout: ordered({}) }), goes);
    expect(events.at(-1)).toMatchObject({ type: 'AgentLogoutDeferred', status: 'In-call', contactIds: ['c1'] });
    expect(observed(state, goes)).toMatchObject({ state, events: [] });
  });

  test.each([
    ['the agent has chosen to go', undefined],
    ['the logout is for at once', ordered({ timing: 'immediate' })],
    ['the logout is not of a backend', aPendingLogout()],
  ])('it is not told if %s', (_, pendingLogout) => {
    const { events } = observed(known({ ...(pendingLogout && { pendingLogout }) }), goes);
    expect(events.map(({ type }) => type)).toStrictEqual(['AgentStatusChanged']);
  });
});
