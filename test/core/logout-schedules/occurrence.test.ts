import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { days, minutes, toIso } from '#core/instant.ts';
import { isTimeZone, nextOccurrence, weekdays } from '#core/logout-schedules/occurrence.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';

const next = (at: string, timeZone: string, after: string, on: readonly (typeof weekdays)[number][] = weekdays) => {
  const [hours = 0, mins = 0] = at.split(':').map(Number);
  return toIso(nextOccurrence({ days: on, minuteOfDay: hours * 60 + mins, timeZone }, Date.parse(after)));
};

test.each([
  ['on the same day', '22:00', 'Europe/Berlin', '2026-11-27T12:00:00Z', '2026-11-27T21:00:00.000Z'],
  ['on the next day, once it is over', '22:00', 'Europe/Berlin', '2026-11-27T21:00:00Z', '2026-11-28T21:00:00.000Z'],
  ['in summer', '22:00', 'Europe/Berlin', '2026-07-01T12:00:00Z', '2026-07-01T20:00:00.000Z'],
  [
    'that is skipped, when clocks are set forward',
    '02:30',
    'Europe/Berlin',
    '2026-03-28T12:00:00Z',
    '2026-03-29T01:00:00.000Z',
  ],
  [
    'that is skipped west of Greenwich, when clocks are set forward',
    '02:30',
    'America/New_York',
    '2026-03-07T12:00:00Z',
    '2026-03-08T07:00:00.000Z',
  ],
  ['that exists twice, the first time', '02:30', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T00:30:00.000Z'],
  [
    'that exists twice, not the second time',
    '02:30',
    'Europe/Berlin',
    '2026-10-25T00:30:00Z',
    '2026-10-26T01:30:00.000Z',
  ],
  ['with a shift of half an hour', '02:15', 'Australia/Lord_Howe', '2026-10-03T00:00:00Z', '2026-10-03T15:30:00.000Z'],
  ['at a midnight that is skipped', '00:00', 'America/Santiago', '2026-09-05T12:00:00Z', '2026-09-06T04:00:00.000Z'],
  [
    'on the other side of the date line',
    '22:00',
    'Pacific/Kiritimati',
    '2026-11-27T12:00:00Z',
    '2026-11-28T08:00:00.000Z',
  ],
  ['not on a day that was skipped', '22:00', 'Pacific/Apia', '2011-12-30T08:30:00Z', '2011-12-31T08:00:00.000Z'],
])('the next occurrence is %s', (_, at, timeZone, after, expected) => {
  expect(next(at, timeZone, after)).toBe(expected);
});

test('only the days that are named have an occurrence', () => {
  expect(next('22:00', 'UTC', '2026-11-27T22:00:00Z', ['FRI'])).toBe('2026-12-04T22:00:00.000Z');
  expect(next('22:00', 'UTC', '2026-11-27T22:00:00Z', ['THU', 'SUN'])).toBe('2026-11-29T22:00:00.000Z');
});

test.each([
  ['1999-12-01', '2000-03-31'],
  ['2027-01-01', '2028-12-31'],
  ['2100-02-01', '2100-03-31'],
])('every day from %s to %s has its occurrence', (first, last) => {
  for (let day = Date.parse(first); day <= Date.parse(last); day += days(1)) {
    const weekday = weekdays.filter((_, n) => (n + 1) % 7 === new Date(day).getUTCDay());
    expect(next('22:00', 'UTC', toIso(day), weekday)).toBe(toIso(day + minutes(22 * 60)));
  }
});

test('the occurrence after one on a day that was skipped is a week later', () => {
  expect(next('22:00', 'Pacific/Apia', '2011-12-24T09:00:00Z', ['FRI'])).toBe('2012-01-06T08:00:00.000Z');
});

test.each(['Europe/Berlin', 'UTC', 'Asia/Kolkata'])('%s is a time zone', (name) => expect(isTimeZone(name)).toBe(true));
test.each(['', 'Berlin', 'Europe/Berlin ', '+02:00', 'CEST'])('%j is none', (name) =>
  expect(isTimeZone(name)).toBe(false),
);

/** What clocks show, as sortable text with the weekday. */
const shownBy = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const weekday = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short' });
  return (at: number) => ({ text: format.format(at), day: weekday.format(at).toUpperCase() });
};

test('in every zone and year an occurrence is the first minute that clocks show the time or a later one on that day', () => {
  const anyZone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const anyInstant = fc
    .integer({ min: Date.parse('2000-01-01'), max: Date.parse('2037-12-31') })
    .map((at) => at - (at % 60_000));
  const anyDays = fc.subarray([...weekdays], { minLength: 1 });
  fc.assert(
    fc.property(anyZone, anyInstant, anyDays, fc.nat(1439), (timeZone, after, on, minuteOfDay) => {
      const shown = shownBy(timeZone);
      const found = nextOccurrence({ days: on, minuteOfDay, timeZone }, after);
      const time = `${String(Math.floor(minuteOfDay / 60)).padStart(2, '0')}:${String(minuteOfDay % 60).padStart(2, '0')}`;
      expect(found).toBeGreaterThan(after);
      const [now, before] = [shown(found), shown(found - minutes(1))];
      const isShown = on.some((day) => day === now.day) && now.text.slice(11) >= time;
      if (now.text.slice(11) === time) {
        expect(isShown).toBe(true);
        // Of a time that is shown twice it is the first.
        for (let ago = 15; ago <= 180; ago += 15) expect(shown(found - minutes(ago)).text).not.toBe(now.text);
      } else {
        const [date = '', was = ''] = before.text.split(' ');
        expect(`${date} ${was}` < `${now.text.slice(0, 10)} ${time}`).toBe(true);
      }
      expect(found - after).toBeLessThanOrEqual(days(15));
      // No day between is left out: neither by the same offset nor by one that an hour or half an hour of shift makes.
      for (let ago = 1; ago < 15; ago += 1) {
        for (const shift of [-60, -30, 0, 30, 60]) {
          const at = found - days(ago) + minutes(shift);
          const isMissed = at > after && shown(at).text.slice(11) === time && on.some((day) => day === shown(at).day);
          const isSecond = [30, 60].some((earlier) => shown(at - minutes(earlier)).text === shown(at).text);
          expect(isMissed && !isSecond).toBe(false);
        }
      }
    }),
    { numRuns: randomRuns(400) },
  );
});
