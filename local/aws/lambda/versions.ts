/** Which code of a function runs: that of the assembly, or that of another version. */
export type Version = 'assembly' | 'other';

/** For functions by name, the versions that run at their next invocations, over and over: `['assembly', 'other']`. */
export type Turns = Readonly<Record<string, readonly Version[]>>;

/** How often each version of a function has run. */
export type Runs = Readonly<Record<string, Readonly<Record<Version, number>>>>;

/** Says which version of a function runs next, and counts what has run. The assembly's does, unless it is told otherwise. */
export class VersionChoice {
  #turns: Turns = {};
  #invocations = new Map<string, number>();
  readonly #runs = new Map<string, Record<Version, number>>();

  /** Begins these turns, in place of those before. */
  takeTurns(turns: Turns): void {
    this.#turns = turns;
    this.#invocations = new Map();
  }

  next(functionName: string): Version {
    const turns = this.#turns[functionName] ?? [];
    const earlier = this.#invocations.get(functionName) ?? 0;
    this.#invocations.set(functionName, earlier + 1);
    return turns[earlier % turns.length] ?? 'assembly';
  }

  count(functionName: string, version: Version): void {
    const runs = this.#runs.get(functionName) ?? { assembly: 0, other: 0 };
    runs[version] += 1;
    this.#runs.set(functionName, runs);
  }

  get runs(): Runs {
    return Object.fromEntries(this.#runs);
  }
}
