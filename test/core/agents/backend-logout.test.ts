import { describe, expect, test } from '@jest/globals';
import type { Agent, SignedInAgent } from '#core/agents/agent.ts';
import type { Observed } from '#core/agents/backend.ts';
import { checked, orderLogout, owedBy, remarksOn, stepsOf } from '#core/agents/backend-logout.ts';
import type { LogoutOrder, PendingLogout, Timing } from '#core/agents/logout-order.ts';
import { minutes, seconds } from '#core/instant.ts';
import { anAgent, ann, anOrder, aPendingLogout, aSession, someDay } from '#test/support/agents.ts';
import { aShownContact, atWork } from './observations.ts';

const now = someDay + minutes(1);
const withPending = (pendingLogout?: PendingLogout): SignedInAgent => ({
  ...anAgent(ann),
  session: aSession(pendingLogout && { pendingLogout }),
});
const waits = (order: Partial<LogoutOrder> = {}, timing: Timing = 'afterContact'): PendingLogout => ({
  ...aPendingLogout(order),
  inBackend: { timing, checkAt: someDay, checks: 2 },
});

describe('a logout that a backend has to carry out', () => {
  const order = anOrder({ reason: 'next' });
  const ordered = (agent: SignedInAgent, overrides: Partial<LogoutOrder> = {}, timing: Timing = 'afterContact') =>
    orderLogout(agent, { order: { ...order, ...overrides }, timing, requestedAt: now }, now);
  const sooner = { minutes: 5, onDeadline: 'force' } as const;

  test.each([
    ['in half a minute', {}, { checkAt: now + seconds(30), checks: 1 }],
    ['after three minutes if a job looks by itself', { jobId: 7 }, { checkAt: now + minutes(3), checks: 0 }],
  ])('is looked at %s', (_, overrides, first) => {
    const expected = {
      order: { ...order, ...overrides },
      requestedAt: now,
      inBackend: { timing: 'afterContact', ...first },
    };
    expect(ordered(withPending(), overrides).session.pendingLogout).toStrictEqual(expected);
  });

  test.each<[string, PendingLogout, Partial<LogoutOrder>, Timing]>([
    ['that waits', waits(), {}, 'afterContact'],
    ['that waits with a longer hold', waits({ holdMinutes: 9 }), { holdMinutes: 5 }, 'afterContact'],
    ['for at once', waits({}, 'immediate'), {}, 'immediate'],
    ['for at once, by one with a deadline,', waits({}, 'immediate'), { deadline: sooner }, 'afterContact'],
  ])('is not replaced: one %s', (_, pending, overrides, timing) => {
    const agent = withPending(pending);
    expect(ordered(agent, overrides, timing)).toBe(agent);
  });

  test('that waits gets the longer hold of another one', () => {
    const pending = waits({ holdMinutes: 5 });
    expect(ordered(withPending(pending), { holdMinutes: 9 }).session.pendingLogout).toStrictEqual({
      ...pending,
      order: { ...pending.order, holdMinutes: 9 },
    });
  });

  test.each<[string, PendingLogout, Partial<LogoutOrder>, Timing]>([
    ['by one for at once', waits({ holdMinutes: 9 }), {}, 'immediate'],
    ['by one with a deadline', waits({ holdMinutes: 9 }), { deadline: sooner }, 'afterContact'],
    ['if no backend was told of it', aPendingLogout({ holdMinutes: 9 }), {}, 'afterContact'],
  ])('is replaced, but for its hold, %s', (_, pending, overrides, timing) => {
    expect(ordered(withPending(pending), overrides, timing).session.pendingLogout).toMatchObject({
      order: { reason: 'next', holdMinutes: 9 },
      requestedAt: now,
      inBackend: { timing },
    });
  });
});

const owedOffline = { checkAt: someDay, checks: 0 };

test.each<[string, Agent | undefined, unknown]>([
  ['who is unknown', undefined, undefined],
  ['without a logout', withPending(), undefined],
  ['whose logout waits', withPending(waits()), waits().inBackend],
  ['whose session ended here', anAgent({ owedOffline }), { timing: 'afterContact', checkAt: someDay }],
])('what a backend owes of an agent %s', (_, agent, owed) => {
  expect(owedBy(agent)).toStrictEqual(owed);
});

describe('after a look at a backend', () => {
  const seen = { at: now, absentSince: now };

  test.each([
    [0, seconds(30)],
    [1, minutes(1)],
    [2, minutes(2)],
    [3, minutes(5)],
    [9, minutes(5)],
  ])('number %d the next is later each time', (checks, pause) => {
    const next = { checkAt: now + pause, checks: checks + 1 };
    const pending: PendingLogout = {
      ...aPendingLogout(),
      inBackend: { timing: 'immediate', checkAt: someDay, checks },
    };
    const agent = withPending(pending);
    expect(checked(agent, now)).toStrictEqual(withPending({ ...pending, inBackend: { timing: 'immediate', ...next } }));
    expect(checked(anAgent({ owedOffline: { checkAt: someDay, checks } }), now).owedOffline).toStrictEqual(next);
  });

  test('the next is soon if the agent was absent for the first time', () => {
    expect(checked({ ...withPending(waits()), seen }, now).session?.pendingLogout?.inBackend).toStrictEqual({
      timing: 'afterContact',
      checkAt: now + seconds(5),
      checks: 2,
    });
  });

  test('an agent for whom the backend owes nothing has no next one', () => {
    for (const agent of [withPending(), withPending(aPendingLogout()), anAgent(ann)])
      expect(checked(agent, now)).toBe(agent);
  });
});

const phases = ['ringing', 'connected', 'afterContactWork', 'missed'] as const;
const each = phases.map((phase) => aShownContact(phase, { phase }));
const endless = aShownContact('endless', { canBeStopped: false });

test.each<[string, Partial<Observed>, Timing, readonly string[]]>([
  ['the missed contact is cleared first', {}, 'afterContact', ['clear missed', 'goOffline']],
  ['an agent who goes is not told again', { isGoingOffline: true }, 'afterContact', ['clear missed']],
  [
    'after-contact work is cleared and contacts are ended',
    {},
    'immediate',
    ['clear afterContactWork', 'clear missed', 'goOffline', 'stop ringing', 'stop connected'],
  ],
])('%s, of an agent who is taken out (%j, %s)', (_, shown, timing, steps) => {
  const taken = stepsOf(atWork({ contacts: [...each, endless], ...shown }), timing);
  expect(taken.map((step) => (step.type === 'goOffline' ? step.type : `${step.type} ${step.contactId}`))).toEqual(
    steps,
  );
});

test.each<[string, Partial<Observed>, Timing, object]>([
  ['is lost with the change of status', { contacts: each }, 'afterContact', { losesAfterContactWork: true }],
  ['is not lost if the agent goes already', { contacts: each, isGoingOffline: true }, 'afterContact', {}],
  [
    'is lost if the agent goes at once',
    { contacts: each, isGoingOffline: true },
    'immediate',
    { losesAfterContactWork: true },
  ],
  ['is not lost if there is none', { contacts: [aShownContact('c1')] }, 'immediate', {}],
])('after-contact work %s', (_, shown, timing, remarks) => {
  expect(remarksOn(atWork(shown), timing)).toStrictEqual(remarks);
});

test('contacts that cannot be ended are named if they were to end', () => {
  const contacts = [...each.slice(0, 2), endless, { ...endless, contactId: 'over', phase: 'missed' } as const];
  expect(remarksOn(atWork({ contacts }), 'immediate')).toStrictEqual({ notStopped: ['endless'] });
  expect(remarksOn(atWork({ contacts }), 'afterContact')).toStrictEqual({});
});
