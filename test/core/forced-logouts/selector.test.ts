import { expect, test } from '@jest/globals';
import { everyAddress } from '#core/agents/ip-range.ts';
import { excludesAllOf, groupsOf, groupsOnly, isEmpty, selectsEverybody } from '#core/forced-logouts/selector.ts';
import { aSelector } from '#test/support/logout-jobs.ts';

test('a selector is empty when all three lists are, and not everybody is meant', () => {
  expect(isEmpty(aSelector())).toBe(true);
  expect(isEmpty(aSelector({ everybody: true }))).toBe(false);
  expect(isEmpty(aSelector({ agentIds: ['ann'] }))).toBe(false);
  expect(isEmpty(aSelector({ teamIds: ['t1'] }))).toBe(false);
  expect(isEmpty(aSelector({ ipRanges: [everyAddress] }))).toBe(false);
});

test('teams are looked up first, then ranges, and each names the entry of the selector', () => {
  const groups = groupsOf({ agentIds: ['ann'], teamIds: ['t1', 't2'], ipRanges: [everyAddress], everybody: true });
  const everywhere = { ipRange: everyAddress };
  expect(groups.map(({ group }) => group)).toEqual([{ teamId: 't1' }, { teamId: 't2' }, everywhere, everywhere]);
  const entries = [{ teamId: 't1' }, { teamId: 't2' }, { ipAddress: '::/0' }, { signedIn: true }];
  expect(groups.map(({ by }) => by)).toEqual(entries);
});

test('agents who are named on a condition do not become everybody when only groups are looked up', () => {
  const named = aSelector({ agentIds: ['ann'], conditions: { statuses: ['lunch'] } });
  expect(groupsOf(groupsOnly(named))).toEqual([]);
});

test('only ranges can select everybody', () => {
  expect(selectsEverybody(aSelector({ ipRanges: [everyAddress] }))).toBe(true);
  expect(selectsEverybody(aSelector({ agentIds: ['ann'], teamIds: ['t1'] }))).toBe(false);
});

test.each([
  ['the status', { statuses: ['lunch'] }],
  ['the time in it', { minimumMinutesInStatus: 5 }],
])('ranges of everybody need no confirmation if %s decides', (_, conditions) => {
  expect(selectsEverybody(aSelector({ ipRanges: [everyAddress], conditions }))).toBe(false);
});

test('an exclusion leaves nobody only if it has all that the selector names', () => {
  const exclude = { agentIds: ['ann', 'bob'], teamIds: ['t1'] };
  const excludesAll = (lists: Parameters<typeof aSelector>[0]) =>
    excludesAllOf(aSelector({ ...lists, conditions: { exclude } }));
  expect(excludesAll({ agentIds: ['ann'], teamIds: ['t1'] })).toBe(true);
  expect(excludesAll({ agentIds: ['ann', 'cy'] })).toBe(false);
  expect(excludesAll({ agentIds: ['ann'], teamIds: ['t2'] })).toBe(false);
  expect(excludesAll({ teamIds: ['t1', 't2'] })).toBe(false);
  expect(excludesAll({ agentIds: ['ann'], ipRanges: [everyAddress] })).toBe(false);
  expect(excludesAll({ everybody: true })).toBe(false);
  expect(excludesAllOf(aSelector({ agentIds: ['ann'] }))).toBe(false);
});
