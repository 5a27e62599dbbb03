const minutesOf: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };

/**
 * The minutes between two firings of a `rate(…)` expression.
 *
 * @throws Error for any other expression
 */
export function scheduleMinutes(expression: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const minutes = Number(count) * (minutesOf[unit ?? ''] ?? Number.NaN);
  if (!(minutes > 0))
    throw new Error(`a schedule must be rate(n minutes), rate(n hours) or rate(n days), got ${expression}`);
  return minutes;
}
