import { describe, expect, test } from '@jest/globals';
import type { Agent, SignedInAgent } from '#core/agents/agent.ts';
import type { Observation } from '#core/agents/backend.ts';
import type { PendingLogout } from '#core/agents/logout-order.ts';
import { observe } from '#core/agents/observe.ts';
import { seconds } from '#core/instant.ts';
import { aContact, anAgent, ann, aPendingLogout, aSession, someDay } from '#test/support/agents.ts';
import { notAtWork } from './observations.ts';

const observed = (agent: Agent | undefined, ...observations: readonly Observation[]) =>
  observations.reduce<ReturnType<typeof observe>>(
    ({ state }, observation) => observe(state, ann, observation, 'next'),
    { state: agent, events: [], outcome: undefined },
  );

const seen = { at: someDay, statusSince: someDay };
const signedIn = (overrides: Partial<SignedInAgent['session']> = {}): SignedInAgent => ({
  ...anAgent({ ...ann, seen }),
  session: aSession(overrides),
});
const [first, second] = [someDay + seconds(100), someDay + seconds(115)];

describe('an agent whom a backend shows no more', () => {
  test('is signed out when that is seen twice, by two looks', () => {
    const once = observed(signedIn(), notAtWork('absent', { at: first }));
    expect(once).toMatchObject({
      state: { session: { sessionId: 'session-1' }, seen: { ...seen, at: first, absentSince: first } },
      events: [],
    });
    expect(observed(once.state, notAtWork('absent', { at: first })).state).toBe(once.state);
    const { state, events } = observed(once.state, notAtWork('absent', { at: second }));
    expect(state).toStrictEqual({
      ...anAgent(ann),
      seen: { at: second, statusSince: someDay },
      signedOutAt: first - seconds(30),
    });
    expect(events).toMatchObject([{ type: 'AgentSignedOut', cause: 'signedOut', order: { requestedBy: 'ann' } }]);
  });

  test('has not gone before the latest status began', () => {
    const statusSince = first - seconds(10);
    const agent = { ...signedIn({ statusSince }), seen: { at: statusSince, statusSince } };
    const { state } = observed(agent, notAtWork('absent', { at: first }), notAtWork('absent', { at: second }));
    expect(state?.signedOutAt).toBe(statusSince);
  });

  test.each([
    ['when it says so', {}, second],
    ['since when it says', { since: first }, first],
    ['and not later than it says so', { since: second + 5 }, second],
  ])('is signed out at once if it shows that the agent is offline, %s', (_, shown, signedOutAt) => {
    const { state } = observed(signedIn(), notAtWork('offline', { at: second, ...shown }));
    expect(state).toStrictEqual({ ...anAgent(ann), seen: { at: second, statusSince: someDay }, signedOutAt });
  });

  test('has not gone before an earlier session ended', () => {
    const agent = { ...signedIn(), signedOutAt: second };
    expect(observed(agent, notAtWork('offline', { at: second, since: first })).state?.signedOutAt).toBe(second);
  });
});

describe('of an agent who is signed out', () => {
  const away = (overrides: Partial<Agent> = {}) => anAgent({ ...ann, seen, ...overrides });

  test('an answer that the agent is not there is no news', () => {
    for (const agent of [away(), anAgent(ann)]) {
      const looks = [
        notAtWork('offline', { at: first }),
        notAtWork('absent', { at: first }),
        notAtWork('absent', { at: second }),
      ];
      for (const look of looks) expect(observed(agent, look).state).toBe(agent);
    }
  });

  test('an event that the agent has gone is remembered, for one that comes late', () => {
    const gone = notAtWork('offline', { at: second, since: first, isEvent: true });
    expect(observed(away({ signedOutAt: someDay }), gone).state).toStrictEqual(
      away({ signedOutAt: first, seen: { at: second, statusSince: someDay } }),
    );
    expect(observed(away({ signedOutAt: second }), gone).state?.signedOutAt).toBe(second);
    expect(observed(anAgent(ann), gone).state).toStrictEqual(
      anAgent({ ...ann, signedOutAt: first, seen: { at: second } }),
    );
    const sameTime = away({ seen: { at: second } });
    expect(observed(sameTime, gone).state).toBe(sameTime);
  });

  const owedOffline = { checkAt: someDay, checks: 1 };
  test('whom the backend had to take out, it has done so when it shows that, and when the session ended stays', () => {
    const signedOutAt = someDay + 1;
    const owed = away({ owedOffline, signedOutAt });
    const told = away({ signedOutAt, seen: { at: first, statusSince: someDay } });
    expect(observed(owed, notAtWork('offline', { at: first })).state).toStrictEqual(told);
    const once = observed(owed, notAtWork('absent', { at: first })).state;
    expect(once).toStrictEqual({ ...owed, seen: { ...seen, at: first, absentSince: first } });
    expect(observed(once, notAtWork('absent', { at: second })).state).toMatchObject({ signedOutAt });
    expect(observed(once, notAtWork('absent', { at: second })).state).not.toHaveProperty('owedOffline');
  });
});

describe('a session whose page is open', () => {
  const leased = { lease: { seconds: 60, lastSeenAt: someDay }, contacts: [aContact('c1')] };

  test('goes on while the backend shows the agent no more, until its lease ends', () => {
    const agent = signedIn(leased);
    const { state, events } = observed(agent, notAtWork('offline', { at: first }));
    expect(state?.session).toStrictEqual({ ...agent.session, status: 'Offline', statusType: 'CUSTOM', contacts: [] });
    expect(events).toMatchObject([{ type: 'AgentStatusChanged', previousStatus: 'In-call', status: 'Offline' }]);
  });

  test('ends if a forced logout waits for that', () => {
    const { events } = observed(
      signedIn({ ...leased, pendingLogout: aPendingLogout() }),
      notAtWork('offline', { at: first }),
    );
    expect(events).toMatchObject([{ type: 'AgentSignedOut', cause: 'forced' }]);
  });
});

const inBackend = { timing: 'immediate', checkAt: someDay, checks: 1 } as const;
test.each<[string, Partial<PendingLogout>, readonly string[], true | undefined]>([
  ['of a logout for at once were released', { inBackend }, ['c1'], undefined],
  ['of a logout at its deadline were released', { inBackend, stage: 'due' }, ['c1'], true],
  [
    'of a logout that waits were not',
    { inBackend: { ...inBackend, timing: 'afterContact' }, stage: 'due' },
    [],
    undefined,
  ],
  ['of a logout that no backend carries out were not', { stage: 'due' }, [], undefined],
])('when a backend shows that the agent has gone, the contacts %s', (_, pending, releasedContactIds, atDeadline) => {
  const pendingLogout = { ...aPendingLogout(), ...pending };
  const agent = signedIn({ contacts: [aContact('c1')], pendingLogout });
  const [event] = observed(agent, notAtWork('offline', { at: first })).events;
  expect(event).toMatchObject({ type: 'AgentSignedOut', cause: 'forced', releasedContactIds });
  expect(event?.type === 'AgentSignedOut' && event.atDeadline).toBe(atDeadline);
});
