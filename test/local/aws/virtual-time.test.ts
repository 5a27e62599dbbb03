import { expect, test } from '@jest/globals';
import { openVirtualTime } from '../../../local/aws/state-folder.ts';
import { isRealTime, virtualAt } from '../../../local/aws/virtual-time.ts';
import { aFolder } from '../../support/a-folder.ts';

test('virtual time runs at the given speed from one origin', () => {
  const time = openVirtualTime(aFolder(), 60, 1_000_000);
  expect(virtualAt(time, 1_000_000)).toBe(1_000_000);
  expect(virtualAt(time, 1_001_000)).toBe(1_060_000);
});

test('virtual time continues over a restart and never runs backwards when the speed changes', () => {
  const folder = aFolder();
  const fast = openVirtualTime(folder, 60, 1_000_000);
  expect(openVirtualTime(folder, 60, 1_005_000)).toEqual(fast);
  const slow = openVirtualTime(folder, 1, 1_010_000);
  expect(virtualAt(slow, 1_010_000)).toBe(virtualAt(fast, 1_010_000));
  expect(virtualAt(slow, 1_011_000)).toBe(virtualAt(slow, 1_010_000) + 1000);
  expect(isRealTime(slow)).toBe(false);
});

test('a new folder at speed 1 has real time', () => {
  expect(isRealTime(openVirtualTime(aFolder(), 1, 1_000_000))).toBe(true);
});
