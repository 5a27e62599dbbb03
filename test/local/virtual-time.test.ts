import { expect, test } from '@jest/globals';
import { openVirtualTime } from '../../local/clock/kept-clock.ts';
import { isRealTime, virtualAt } from '../../local/clock/virtual-time.ts';
import { aFolder } from './an-assembly.ts';

test('a minute of the system lasts as long as the speed says, from one origin', () => {
  const time = openVirtualTime(aFolder(), 60, 1_000_000);
  expect(virtualAt(time, 1_000_000)).toBe(1_000_000);
  expect(virtualAt(time, 1_001_000)).toBe(1_060_000);
});

test('the time goes on over a restart, and never runs back when the speed changes', () => {
  const folder = aFolder();
  const fast = openVirtualTime(folder, 60, 1_000_000);
  expect(openVirtualTime(folder, 60, 1_005_000)).toEqual(fast);
  const slow = openVirtualTime(folder, 1, 1_010_000);
  expect(virtualAt(slow, 1_010_000)).toBe(virtualAt(fast, 1_010_000));
  expect(virtualAt(slow, 1_011_000)).toBe(virtualAt(slow, 1_010_000) + 1000);
  expect(isRealTime(slow)).toBe(false);
});

test('a new folder at speed 1 has the time of the wall clock', () => {
  expect(isRealTime(openVirtualTime(aFolder(), 1, 1_000_000))).toBe(true);
});
