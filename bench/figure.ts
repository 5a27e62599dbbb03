/** One line of what was measured. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly bound?: Bound;
}

interface Bound {
  readonly says: string;
  readonly isHeld: boolean;
  /** A count is the same on every machine, and breaking it fails the run; a time is not, and is only shown. */
  readonly of: 'count' | 'time';
}

/** What a measurement hands back. */
export interface Measurement {
  /** How it was set up. */
  readonly setup: string;
  readonly figures: readonly Figure[];
}

/** Measures, telling on the way how far it has come. */
export type Measure = (progress: (line: string) => void) => Promise<Measurement>;

interface Measured {
  readonly value: number;
  readonly most: number;
  readonly unit: string;
  readonly of?: Bound['of'];
}

/** A figure that must not exceed its bound. */
export const atMost = (what: string, { value, most, unit, of = 'count' }: Measured): Figure => ({
  what,
  measured: `${short(value)} ${unit}`,
  bound: { says: `${short(most)} ${unit}`, isHeld: value <= most, of },
});

/** Four significant digits, without trailing zeros. */
export const short = (value: number): string => String(Number(value.toPrecision(4)));

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('There is no median of nothing');
  return middle;
}

/** The smallest value that at least such a share of all do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.ceil(share * sorted.length) - 1];
  if (value === undefined) throw new Error('There is no percentile of nothing');
  return value;
}

/** Counts by name, as a person lists them. */
export const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
