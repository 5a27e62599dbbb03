import type { Instant } from '#core/instant.ts';
import type { Clock } from '#core/ports.ts';

type Task = () => Promise<void>;

/** A clock that jumps from one scheduled task to the next. */
export class VirtualTime implements Clock {
  #now: Instant;
  readonly #tasks = new Map<Instant, Task[]>();
  /** The instants of the tasks, the next one last. */
  readonly #instants: Instant[] = [];

  constructor(start: Instant = 0) {
    this.#now = start;
  }

  now(): Instant {
    return this.#now;
  }

  /** Schedules a task; for now, if the instant has passed. */
  at(instant: Instant, task: Task): void {
    const when = Math.max(instant, this.#now);
    const others = this.#tasks.get(when);
    if (others) {
      others.push(task);
      return;
    }
    this.#tasks.set(when, [task]);
    this.#instants.splice(placeIn(this.#instants, when), 0, when);
  }

  /**
   * Runs everything that is scheduled until then, and what it schedules in turn. Tasks of the same instant run at the same
   * time: their steps interleave.
   */
  async runUntil(end: Instant): Promise<void> {
    for (;;) {
      const next = this.#instants.at(-1);
      if (next === undefined || next > end) break;
      this.#instants.pop();
      this.#now = next;
      const due = this.#tasks.get(next) ?? [];
      this.#tasks.delete(next);
      await Promise.all(due.map((task) => task()));
    }
    if (Number.isFinite(end)) this.#now = Math.max(this.#now, end);
  }

  /** Runs everything until nothing is scheduled any more. */
  async runToEnd(): Promise<void> {
    await this.runUntil(Number.MAX_VALUE);
  }
}

/** Virtual time that passes while calls are on their way: a task does not wait for those that began before it. */
export class SlowTime extends VirtualTime {
  readonly #settled: () => Promise<void>;

  /** @param settled returns when everything that does not wait for time to pass has happened. @default - in memory */
  constructor(start: Instant, settled = settledInMemory) {
    super(start);
    this.#settled = settled;
  }

  override at(instant: Instant, task: Task): void {
    super.at(instant, async () => {
      const isDone = task();
      await this.#settled();
      // A task that goes on is not waited for; one that has failed fails the run.
      await Promise.race([isDone, undefined]);
    });
  }

  /** Returns after this many milliseconds. */
  async pause(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    super.at(this.now() + milliseconds, async () => {
      resolve();
      await this.#settled();
    });
    await promise;
  }
}

const settledInMemory = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Where an instant belongs in instants of which each is later than the next. */
function placeIn(instants: readonly Instant[], instant: Instant): number {
  let [low, high] = [0, instants.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((instants[middle] ?? instant) > instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
