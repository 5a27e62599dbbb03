import type { Instant } from '#core/instant.ts';
import type { Clock } from '#core/ports.ts';

type Task = () => Promise<void>;

/** Time that passes in no time: it jumps from one thing that is to happen to the next. */
export class VirtualTime implements Clock {
  #now: Instant;
  /** What is to happen at which instant. */
  readonly #tasks = new Map<Instant, Task[]>();

  constructor(start: Instant = 0) {
    this.#now = start;
  }

  now(): Instant {
    return this.#now;
  }

  /** Has the task happen at an instant; now, if that is past. */
  at(instant: Instant, task: Task): void {
    const when = Math.max(instant, this.#now);
    const others = this.#tasks.get(when);
    if (others) others.push(task);
    else this.#tasks.set(when, [task]);
  }

  /**
   * Lets everything happen that is to happen until then, and whatever comes of it.
   * Things of the same instant happen at the same time: their steps take turns.
   */
  async runUntil(end: Instant): Promise<void> {
    for (;;) {
      const next = Math.min(...this.#tasks.keys());
      if (next > end) break;
      this.#now = next;
      const due = this.#tasks.get(next) ?? [];
      this.#tasks.delete(next);
      await Promise.all(due.map((task) => task()));
    }
    if (Number.isFinite(end)) this.#now = Math.max(this.#now, end);
  }

  /** Lets everything happen until nothing more is to come. */
  async runToEnd(): Promise<void> {
    await this.runUntil(Number.MAX_VALUE);
  }
}
