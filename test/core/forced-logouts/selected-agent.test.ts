import { describe, expect, test } from '@jest/globals';
import type { Agent, Profile } from '#core/agents/agent.ts';
import { type ForceLogout, forceLogoutIfSelected } from '#core/forced-logouts/logout-decision.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { minutes, seconds } from '#core/instant.ts';
import { aContact, anAgent, anOrder, aRange, aSession, someDay } from '#test/support/agents.ts';
import { aSelector } from '#test/support/logout-jobs.ts';

const now = someDay + minutes(60);

/** Ann, a member of the day team who is at lunch. */
const ann = (overrides: Partial<Agent & Profile> = {}) =>
  anAgent({ teamIds: ['day'], session: aSession({ status: 'lunch' }), ...overrides });
const { session: _, ...signedOut } = ann();

const dayTeam = aSelector({ teamIds: ['day'] });
const nightTeam = aSelector({ teamIds: ['night'] });
const atLunch = aSelector({ teamIds: ['day'], conditions: { statuses: ['lunch'] } });

const decide = (agent: Agent | undefined, selector: Selector, command: Partial<ForceLogout> = {}) =>
  forceLogoutIfSelected(agent, { timing: 'immediate', order: anOrder(), ...command, selector }, now);
const ofJob = { order: anOrder({ jobId: 7 }), chunk: '0.0' };

describe('an agent whom a selector does not mean', () => {
  test.each([
    ['is of another team', ann(), nightTeam, { type: 'notSelected' }],
    [
      'is excluded',
      ann(),
      aSelector({ teamIds: ['day'], conditions: { exclude: { agentIds: ['ann'], teamIds: [] } } }),
      { type: 'notSelected', isExcluded: true },
    ],
    [
      'is out of the caller’s reach, of whom nothing else is said',
      ann({ session: aSession({ contacts: [aContact('c1')] }) }),
      aSelector({ teamIds: ['day'], conditions: { callerTeamIds: ['night'] } }),
      { type: 'skipped', why: 'notPermitted' },
    ],
    [
      'is protected',
      ann({
        profile: { ...ann().profile, protected: true },
        session: aSession({ contacts: [aContact('c1'), aContact('c2')] }),
      }),
      dayTeam,
      { type: 'skipped', why: 'protected', previousStatus: 'In-call', contacts: 2 },
    ],
    [
      'is protected and loads a page',
      {
        ...signedOut,
        profile: { ...ann().profile, protected: true },
        leftSession: { session: { ...aSession(), lease: { seconds: 120, lastSeenAt: now } }, endedAt: now },
      },
      dayTeam,
      { type: 'skipped', why: 'protected', previousStatus: 'Offline', contacts: 0 },
    ],
  ] as const)('because the agent %s, stays as before', (_, agent, selector, outcome) => {
    expect(decide(agent, selector, ofJob)).toEqual({ state: agent, events: [], outcome });
    expect(decide(agent, selector, ofJob).state).toBe(agent);
  });
});

describe('an agent who has signed out before a job reaches the agent', () => {
  test('counts as signed out, once, wherever the session was', () => {
    const { state, events, outcome } = decide(signedOut, aSelector({ ipRanges: [aRange('10.0.0.1')] }), ofJob);
    expect([events, outcome]).toEqual([[], { type: 'alreadySignedOut' }]);
    expect(state?.logoutMarks).toEqual([{ jobId: 7, chunk: '0.0', outcome }]);
    expect(decide(state, nightTeam, { ...ofJob, chunk: '0.1' }).outcome).toEqual({ type: 'countedElsewhere' });
  });

  test.each([
    ['a status', { statuses: ['lunch'] }],
    ['the teams of the caller', { callerTeamIds: ['day'] }],
  ])('has no result if %s decides', (_, conditions) => {
    const selector = aSelector({ ipRanges: [aRange('10.0.0.1')], conditions });
    expect(decide(signedOut, selector, ofJob)).toEqual({
      state: signedOut,
      events: [],
      outcome: { type: 'notSelected' },
    });
  });
});

test('a chunk that is delivered again has its first result, whatever team the agent is in by now', () => {
  const first = decide(ann(), dayTeam, ofJob);
  const back = { ...ann({ teamIds: ['night'] }), logoutMarks: first.state?.logoutMarks ?? [] };
  expect(decide(back, dayTeam, ofJob)).toEqual({ state: back, events: [], outcome: first.outcome });
});

test('the result of another job says nothing of an agent', () => {
  const agent = ann({ logoutMarks: [{ jobId: 6, chunk: '0.0', outcome: { type: 'alreadySignedOut' } }] });
  expect(decide(agent, nightTeam, ofJob).outcome).toEqual({ type: 'notSelected' });
});

test('a later look of a job leaves no result on an agent', () => {
  const { state, outcome } = decide(ann(), dayTeam, { order: anOrder({ jobId: 7 }) });
  expect([state?.logoutMarks, outcome.type]).toEqual([[], 'loggedOut']);
});

test.each([
  ['may come back', 10, true],
  ['does not come back any more', 11, false],
])('an agent whose page has closed and who %s is held by a logout that holds: %i seconds later', (_, later, isHeld) => {
  const endedAt = now - seconds(later);
  const leftSession = { session: { ...aSession(), lease: { seconds: 120, lastSeenAt: endedAt } }, endedAt };
  const order = anOrder({ holdMinutes: 5 });
  const { state, outcome } = decide({ ...signedOut, leftSession }, dayTeam, { order });
  expect([outcome.type, state?.leftSession]).toEqual(['alreadySignedOut', undefined]);
  expect(state?.hold).toEqual(
    isHeld ? { until: now + minutes(5), sessionId: 'session-1', order, returns: 0 } : undefined,
  );
});

test('a status counts as it was when the logout was requested', () => {
  const since = (statusSince: number) => ann({ session: aSession({ status: 'lunch', statusSince }) });
  const requestedAt = now - seconds(3);
  expect(decide(since(requestedAt), atLunch, { requestedAt }).outcome.type).toBe('loggedOut');
  expect(decide(since(requestedAt + 1), atLunch, { requestedAt }).outcome.type).toBe('notSelected');
});

describe('a logout that was taken back', () => {
  const takenBackRequest = now - seconds(10);
  const agent = ann({ session: aSession({ takenBackRequest }) });

  test('is not ordered again by a later look of the same request, or of an earlier one', () => {
    for (const requestedAt of [takenBackRequest, takenBackRequest - 1])
      expect(decide(agent, dayTeam, { requestedAt })).toEqual({
        state: agent,
        events: [],
        outcome: { type: 'notSelected' },
      });
  });

  test('keeps the agent from no later request, and from no job', () => {
    expect(decide(agent, dayTeam, { requestedAt: takenBackRequest + 1 }).outcome.type).toBe('loggedOut');
    expect(decide(agent, dayTeam).outcome.type).toBe('loggedOut');
    expect(decide(agent, dayTeam, { ...ofJob, requestedAt: takenBackRequest }).outcome.type).toBe('loggedOut');
  });
});
