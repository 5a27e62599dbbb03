import { days, type Instant, minutes } from '../instant.ts';

export const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
export type Weekday = (typeof weekdays)[number];

/** When something happens each week, by the clock on a wall. */
export interface WeeklyTime {
  readonly days: readonly Weekday[];
  /** Minutes after midnight, 0 to 1439. */
  readonly minuteOfDay: number;
  /** A name of the IANA time zone database. */
  readonly timeZone: string;
}

/** The time of day as clocks show it: `22:00`. */
export const timeText = ({ minuteOfDay }: Pick<WeeklyTime, 'minuteOfDay'>): string =>
  [Math.floor(minuteOfDay / 60), minuteOfDay % 60].map((part) => String(part).padStart(2, '0')).join(':');

/**
 * What the clocks of a zone show, as if it were UTC: the milliseconds since 1970 of the same digits in UTC. Only whole minutes
 * count.
 */
type WallTime = number;

/** Zones are read from the platform's copy of the database, which is costly to open. */
const clocks = new Map<string, Intl.DateTimeFormat>();
const mostClocks = 50;

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  if (clocks.size >= mostClocks) clocks.clear();
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  clocks.set(timeZone, clock);
  return clock;
}

/** Whether the platform knows a zone of this name. Offsets such as `+02:00` name none. */
export function isTimeZone(timeZone: string): boolean {
  if (!/[A-Za-z]/.test(timeZone)) return false;
  try {
    clockOf(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** Days since 1970 of a date in the Gregorian calendar (Howard Hinnant, chrono-compatible low-level date algorithms). */
function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

function wallTime(at: Instant, timeZone: string): WallTime {
  const parts = clockOf(timeZone).formatToParts(at);
  const numbers = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = numbers;
  return days(dayNumber(year, month, day)) + minutes(hour * 60 + minute);
}

/** 1 January 1970 was a Thursday. */
const weekdayOf = (day: number): Weekday | undefined => weekdays[(((day + 3) % 7) + 7) % 7];

/** Clocks are set forward or back by less than this, whole days that a zone has skipped included. */
const longestShift = days(1);

/**
 * The first instant at which clocks show this time or a later one: of a time that they show twice the first, and for one that
 * they skip the instant at which they are set forward. Clocks are set at most once in the days around it.
 */
function firstAt(wall: WallTime, timeZone: string): Instant {
  const offsetAt = (at: Instant) => wallTime(at, timeZone) - at;
  const before = wall - offsetAt(wall - 2 * longestShift);
  const after = wall - offsetAt(wall + 2 * longestShift);
  const [early, late] = [Math.min(before, after), Math.max(before, after)];
  if (offsetAt(early) === wall - early) return early;
  let [skipped, shown] = [early, late];
  while (shown - skipped > 1000) {
    const middle = skipped + Math.floor((shown - skipped) / 2000) * 1000;
    if (wallTime(middle, timeZone) >= wall) shown = middle;
    else skipped = middle;
  }
  return shown;
}

/** Two weeks: a zone that moved across the date line had a week without one of its days. */
const mostDaysAhead = 14;

/**
 * The next occurrence after an instant. A time that exists twice that day, because clocks are set back, occurs the first time
 * only; one that does not exist occurs when clocks are set forward. A day that a zone skips has no occurrence.
 */
export function nextOccurrence({ days: on, minuteOfDay, timeZone }: WeeklyTime, after: Instant): Instant {
  const today = Math.floor(wallTime(after, timeZone) / days(1));
  for (let day = today - 1; day <= today + mostDaysAhead; day += 1) {
    const weekday = weekdayOf(day);
    if (!on.some((each) => each === weekday)) continue;
    const at = firstAt(days(day) + minutes(minuteOfDay), timeZone);
    const isSkipped = Math.floor(wallTime(firstAt(days(day), timeZone), timeZone) / days(1)) > day;
    if (at > after && !isSkipped) return at;
  }
  throw new RangeError(`No ${on.join(', ')} within ${mostDaysAhead} days in ${timeZone}`);
}
