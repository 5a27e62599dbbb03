import { describe, expect, test } from '@jest/globals';
import type { Agent, SignedInAgent } from '#core/agents/agent.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import {
  endHold,
  held,
  heldUntil,
  takenOutAgain,
  withHold,
  withLongerHold,
  withoutEndedHold,
} from '#core/agents/hold.ts';
import type { Hold, PendingLogout } from '#core/agents/logout-order.ts';
import { minutes, seconds } from '#core/instant.ts';
import { aContact, anAgent, ann, anOrder, aPendingLogout, aSession, someDay } from '#test/support/agents.ts';

const now = someDay;
const until = now + minutes(30);
const aHold = (overrides: Partial<Hold> = {}): Hold => ({
  until,
  sessionId: 'session-1',
  order: anOrder({ holdMinutes: 30 }),
  returns: 0,
  ...overrides,
});
const away = (hold?: Hold) => anAgent({ ...ann, ...(hold && { hold }) });
const back = (hold?: Hold, pendingLogout?: PendingLogout): SignedInAgent => ({
  ...away(hold),
  session: aSession({ ...(pendingLogout && { pendingLogout }) }),
});

describe('the hold of an order', () => {
  const by = (holdMinutes?: number) => ({
    order: anOrder(holdMinutes === undefined ? {} : { holdMinutes }),
    sessionId: 'next',
  });

  test('begins if there is none, or one that ends sooner', () => {
    for (const hold of [undefined, aHold({ until: until - 1 })])
      expect(held(away(hold), by(30), now).hold).toStrictEqual({ ...aHold(), ...by(30) });
  });

  test('does not begin if one lasts as long, or the order has none', () => {
    const agent = away(aHold());
    expect(held(agent, by(30), now)).toBe(agent);
    expect(held(agent, by(), now)).toBe(agent);
  });

  test.each([
    [undefined, undefined, undefined],
    [5, undefined, 5],
    [undefined, 5, 5],
    [5, 5, 5],
    [9, 5, 9],
    [5, 9, 9],
  ])('with %s minutes beside one with %s has %s', (own, other, holdMinutes) => {
    const { order } = by(own);
    const longer = withLongerHold(order, by(other).order);
    expect(longer).toStrictEqual(by(holdMinutes).order);
    expect(longer === order).toBe(own === holdMinutes);
  });
});

describe('a change that ends a session', () => {
  const signedOut = (order?: { holdMinutes?: number }): AgentEvent => ({
    type: 'AgentSignedOut',
    ...ann,
    sessionId: 'session-1',
    cause: 'signedOut',
    previousStatus: 'Available',
    releasedContactIds: [],
    ...(order && { order: anOrder(order) }),
  });
  const near: AgentEvent = {
    type: 'ContactReleased',
    ...ann,
    sessionId: 'session-1',
    contactId: 'c1',
    channel: 'CHAT',
  };
  const change = (state: Agent | undefined, ...events: readonly AgentEvent[]) => ({ state, events, outcome: 1 });

  test('begins the hold of its order, and its last event says until when', () => {
    const events = [near, signedOut({ holdMinutes: 30 })];
    const { state, events: told, outcome } = withHold(back(), change(away(), ...events), now);
    expect(state?.hold).toStrictEqual(aHold());
    expect(told).toStrictEqual([near, { ...events[1], holdEndsAt: until }]);
    expect(outcome).toBe(1);
  });

  test('begins the hold of the order that waited for its end', () => {
    const before = back(undefined, aPendingLogout({ holdMinutes: 30 }));
    expect(withHold(before, change(away(), signedOut()), now).state?.hold).toStrictEqual(aHold());
    const another = { ...before, session: { ...before.session, sessionId: 'another' } };
    expect(withHold(another, change(away(), signedOut()), now).state).toStrictEqual(away());
  });

  test('begins none without an order that has one, and says so of none', () => {
    const same = change(away(), near, signedOut({}));
    expect(withHold(back(), same, now)).toStrictEqual(same);
  });

  test('begins the hold of its order, even if nobody knew of the session', () => {
    for (const before of [undefined, away()])
      expect(withHold(before, change(away(), signedOut({ holdMinutes: 30 })), now).state?.hold).toStrictEqual(aHold());
  });

  test('says nothing of a hold of an agent who has taken over and is signed in', () => {
    const event = signedOut({ holdMinutes: 30 });
    expect(withHold(back(), change(back(), event), now).events).toStrictEqual([event]);
  });

  test('and no other, begins a hold', () => {
    for (const same of [change(back(), near), change(undefined, signedOut({ holdMinutes: 30 })), change(away())])
      expect(withHold(back(), same, now)).toBe(same);
  });
});

describe('an agent who is back during a hold', () => {
  test.each([
    [0, 0],
    [1, seconds(30)],
    [2, minutes(1)],
    [3, minutes(2)],
    [4, minutes(5)],
    [9, minutes(5)],
  ])('who was back %d times before is taken out again, after a longer pause each time (%d ms)', (returns, pause) => {
    const deadline = { minutes: 5, onDeadline: 'force' } as const;
    const order = anOrder({ reason: 'audit', holdMinutes: 30, deadline });
    const { session, hold } = takenOutAgain(back(aHold({ returns, order })), now);
    expect(session.pendingLogout).toStrictEqual({
      order: anOrder({ reason: 'audit' }),
      requestedAt: now,
      stage: 'hold',
      inBackend: { timing: 'afterContact', checkAt: now + pause, checks: 0 },
    });
    expect(hold).toStrictEqual(aHold({ returns: returns + 1, order }));
  });

  test('is left alone when the hold is over, or when there is none', () => {
    for (const agent of [back(), back(aHold({ until: now }))]) expect(takenOutAgain(agent, now)).toBe(agent);
    expect(heldUntil(undefined, now)).toBeUndefined();
    expect([heldUntil(away(aHold({ until: now })), now), heldUntil(away(aHold({ until: now + 1 })), now)]).toEqual([
      undefined,
      now + 1,
    ]);
  });

  const stage = 'hold';
  const inBackend = { timing: 'afterContact', checkAt: now, checks: 1 } as const;
  const pending: PendingLogout = { ...aPendingLogout(), stage, inBackend };
  const over = aHold({ until: now });

  test.each<[string, Hold | undefined, PendingLogout | undefined, boolean]>([
    ['there is nothing', over, undefined, false],
    ['it is for the hold', over, pending, true],
    ['it is for a hold that somebody has ended', undefined, pending, true],
    ['the hold lasts', aHold(), pending, false],
    ['the backend carries it out already', over, { ...pending, inBackend: { ...inBackend, isDeferred: true } }, false],
    ['it is an order of somebody', over, { ...aPendingLogout(), inBackend }, false],
  ])('loses what is left to be done for it when it is over, and only that: %s', (_, hold, pendingLogout, isOver) => {
    const agent = back(hold, pendingLogout);
    if (isOver) expect(withoutEndedHold(agent, now)).toStrictEqual(back(hold));
    else expect(withoutEndedHold(agent, now)).toBe(agent);
  });
});

test('a hold that is over, or that there is none of, is not ended by anybody', () => {
  const boss = { cancelledBy: 'boss' };
  for (const agent of [away(), away(aHold({ until: now })), undefined])
    expect(endHold(agent, boss, now)).toStrictEqual({ state: agent, events: [], outcome: false });
  const order = anOrder({ holdMinutes: 30 });
  expect(endHold(away(aHold()), boss, now)).toStrictEqual({
    state: away(),
    events: [{ type: 'AgentHoldEnded', ...ann, sessionId: 'session-1', order, ...boss }],
    outcome: true,
  });
});

test('an agent who is signed out, or on a call, has nothing to be done for a hold', () => {
  const onCall = { ...away(aHold({ until: now })), session: aSession({ contacts: [aContact('c1')] }) };
  for (const agent of [undefined, away(aHold({ until: now })), onCall])
    expect(withoutEndedHold(agent, now)).toBe(agent);
});
