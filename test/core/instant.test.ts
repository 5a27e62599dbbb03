import { expect, test } from '@jest/globals';
import { days, minutes, seconds, toIso } from '#core/instant.ts';

test('durations are milliseconds', () => {
  expect([seconds(2), minutes(2), days(2)]).toEqual([2_000, 120_000, 172_800_000]);
});

test('an instant is written outside as ISO 8601 with milliseconds, in UTC', () => {
  expect(toIso(Date.UTC(2026, 10, 21, 9, 30) + 7)).toBe('2026-11-21T09:30:00.007Z');
});
