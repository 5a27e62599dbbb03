import { expect, test } from '@jest/globals';
import { days, fromIso, minutes, seconds, toIso } from '#core/instant.ts';

test('durations are milliseconds', () => {
  expect([seconds(2), minutes(2), days(2)]).toEqual([2_000, 120_000, 172_800_000]);
});

test('an instant is written outside as ISO 8601 with milliseconds, in UTC', () => {
  expect(toIso(Date.UTC(2026, 10, 21, 9, 30) + 7)).toBe('2026-11-21T09:30:00.007Z');
});

test.each([
  ['2026-11-21T09:30:00Z', '2026-11-21T09:30:00.000Z'],
  ['2026-11-21T09:30:00.007Z', '2026-11-21T09:30:00.007Z'],
  ['2026-11-21T09:30Z', '2026-11-21T09:30:00.000Z'],
  ['2026-11-21T09:30:00+05:30', '2026-11-21T04:00:00.000Z'],
  ['2026-11-21T09:30:00-08:00', '2026-11-21T17:30:00.000Z'],
])('%s names an instant', (text, instant) => {
  expect(toIso(fromIso(text) ?? 0)).toBe(instant);
});

test.each([
  ['', 'nothing'],
  ['2026-11-21', 'a day'],
  ['2026-11-21T09:30:00', 'a time without a zone'],
  ['2026-11-21T09:30:00+0530', 'an offset without a colon'],
  ['2026-11-21T25:30:00Z', 'an hour that there is not'],
  ['+002026-11-21T09:30:00Z', 'a year of six digits'],
  ['at 2026-11-21T09:30:00Z', 'more before it'],
  ['2026-11-21T09:30:00Z (UTC)', 'more behind it'],
  ['Sat, 21 Nov 2026 09:30:00 GMT', 'a date of HTTP'],
])('%j names none: %s', (text) => {
  expect(fromIso(text)).toBeUndefined();
});
