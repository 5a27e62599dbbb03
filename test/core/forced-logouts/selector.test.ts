import { expect, test } from '@jest/globals';
import { everyAddress } from '#core/agents/ip-range.ts';
import { groupsOf, isEmpty, matchedByGroup, selectsEverybody } from '#core/forced-logouts/selector.ts';
import { aSelector } from '#test/support/logout-jobs.ts';

test('a selector is empty when all three lists are', () => {
  expect(isEmpty(aSelector())).toBe(true);
  expect(isEmpty(aSelector({ agentIds: ['ann'] }))).toBe(false);
  expect(isEmpty(aSelector({ teamIds: ['t1'] }))).toBe(false);
  expect(isEmpty(aSelector({ ipRanges: [everyAddress] }))).toBe(false);
});

test('teams are looked up first, then ranges, and each names the entry of the selector', () => {
  const groups = groupsOf({ agentIds: ['ann'], teamIds: ['t1', 't2'], ipRanges: [everyAddress] });
  expect(groups).toEqual([{ teamId: 't1' }, { teamId: 't2' }, { ipRange: everyAddress }]);
  expect(groups.map(matchedByGroup)).toEqual([{ teamId: 't1' }, { teamId: 't2' }, { ipAddress: '::/0' }]);
});

test('only ranges can select everybody', () => {
  expect(selectsEverybody(aSelector({ ipRanges: [everyAddress] }))).toBe(true);
  expect(selectsEverybody(aSelector({ agentIds: ['ann'], teamIds: ['t1'] }))).toBe(false);
});
