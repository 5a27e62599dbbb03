import { expect, test } from '@jest/globals';
import { everyAddress } from '#core/sessions/ip-range.ts';
import { groupsOf, isEmpty, matchedByGroup, selectsEverybody } from '#core/sessions/selector.ts';

const nobody = { agentIds: [], teamIds: [], ipRanges: [] };

test('a selector is empty when all three lists are', () => {
  expect(isEmpty(nobody)).toBe(true);
  expect(isEmpty({ ...nobody, agentIds: ['ann'] })).toBe(false);
  expect(isEmpty({ ...nobody, teamIds: ['t1'] })).toBe(false);
  expect(isEmpty({ ...nobody, ipRanges: [everyAddress] })).toBe(false);
});

test('teams are walked first, then ranges, and each says what it was found by', () => {
  const groups = groupsOf({ agentIds: ['ann'], teamIds: ['t1', 't2'], ipRanges: [everyAddress] });
  expect(groups).toEqual([{ teamId: 't1' }, { teamId: 't2' }, { ipRange: everyAddress }]);
  expect(groups.map(matchedByGroup)).toEqual([{ teamId: 't1' }, { teamId: 't2' }, { ipAddress: '::/0' }]);
});

test('only ranges can mean everybody', () => {
  expect(selectsEverybody({ ...nobody, ipRanges: [everyAddress] })).toBe(true);
  expect(selectsEverybody({ ...nobody, agentIds: ['ann'], teamIds: ['t1'] })).toBe(false);
});
