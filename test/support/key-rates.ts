/** How much one partition key was written within one second. */
export interface KeyRate {
  readonly partition: string;
  /** Seconds since 1970. */
  readonly second: number;
  readonly writes: number;
  readonly units: number;
}

/** Counts writes of partition keys by the second, and remembers the busiest second of each target. */
export function makeKeyRates(clock: { now(): number }) {
  const current = new Map<string, KeyRate>();
  let second = Number.NEGATIVE_INFINITY;
  let busiest: Record<string, KeyRate> = {};
  return {
    count(target: string, partition: string, units: number) {
      const now = Math.floor(clock.now() / 1000);
      if (now !== second) current.clear();
      second = now;
      const name = `${target}\n${partition}`;
      const before = current.get(name);
      const rate = { partition, second, writes: (before?.writes ?? 0) + 1, units: (before?.units ?? 0) + units };
      current.set(name, rate);
      if (rate.units > (busiest[target]?.units ?? 0)) busiest[target] = rate;
    },
    busiest: (): Readonly<Record<string, KeyRate>> => ({ ...busiest }),
    reset() {
      current.clear();
      busiest = {};
    },
  };
}
