import { describe, expect, test } from '@jest/globals';
import type { Session } from '#core/agents/agent.ts';
import { isCountedBy, judge, reasonOf } from '#core/forced-logouts/selection.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { minutes, seconds } from '#core/instant.ts';
import { aContact, anAddress, anAgent, aRange, aSession, someDay } from '#test/support/agents.ts';
import { aSelector } from '#test/support/logout-jobs.ts';

const endedAt = someDay + minutes(30);

/** Ann, whose page has just closed and may be loading another one. */
const loading = (overrides: Partial<Session> = {}, isProtected = false) => {
  const session = { ...aSession({ status: 'lunch', ...overrides }), lease: { seconds: 120, lastSeenAt: someDay } };
  const agent = anAgent({ agentId: 'ann', leftSession: { session, endedAt } });
  return { ...agent, profile: { ...agent.profile, protected: isProtected } };
};
const verdict = (selector: Selector, agent = loading(), after = 10) =>
  judge(selector, agent, { now: endedAt + seconds(after) }).type;

describe('an agent whose page is loading', () => {
  test('shows what the page before did, for as long as the agent may come back', () => {
    const atLunch = aSelector({ agentIds: ['ann'], conditions: { statuses: ['lunch'], minimumMinutesInStatus: 30 } });
    expect([verdict(atLunch), verdict(atLunch, loading(), 11)]).toEqual(['selected', 'notMatched']);
    expect(verdict(atLunch, loading({ status: 'Available' }))).toBe('notMatched');
    expect(verdict(atLunch, loading({ contacts: [aContact('c1')] }))).toBe('notMatched');
    expect(verdict(atLunch, loading({ statusSince: someDay + minutes(5) }))).toBe('notMatched');
  });

  test('is where the page before was', () => {
    const elsewhere = loading({ ipAddress: anAddress('10.0.0.2') });
    const here = aSelector({ ipRanges: [aRange('10.0.0.1')] });
    expect([verdict(here), verdict(here, elsewhere)]).toEqual(['selected', 'notMatched']);
  });

  test('is as protected as before', () => {
    const everybody = aSelector({ everybody: true });
    expect([verdict(everybody, loading({}, true)), verdict(everybody)]).toEqual(['skipped', 'selected']);
    expect(verdict(everybody, loading({}, true), 11)).toBe('selected');
  });
});

test('an agent who is left alone counts for the id that named the agent, and for no group that does not have the agent', () => {
  const selector = aSelector({ agentIds: ['bob'], teamIds: ['t1'] });
  expect(isCountedBy({ agentId: 'bob' }, selector, undefined)).toBe(true);
  for (const agent of [undefined, anAgent({ agentId: 'ann', session: aSession() })])
    expect(isCountedBy({ teamId: 't1' }, selector, agent)).toBe(false);
});

test('the reason says nothing of a status that is not known, and of minutes that were not asked for', () => {
  const selector = aSelector({ teamIds: ['t1'], conditions: { statuses: ['lunch'] } });
  expect(reasonOf({ teamId: 't1' }, selector, 'lunch')).toEqual({ teamId: 't1', status: 'lunch' });
  expect(reasonOf({ teamId: 't1' }, selector, 'lunch')).not.toHaveProperty('minimumMinutesInStatus');
  expect(reasonOf({ teamId: 't1' }, selector, undefined)).toStrictEqual({ teamId: 't1' });
});
