import type { Instant } from '#core/instant.ts';
import { VirtualTime } from './virtual-time.ts';

/** Virtual time that also passes while a call is on its way: what happens does not wait for what has begun before. */
export class SlowTime extends VirtualTime {
  override at(instant: Instant, task: () => Promise<void>): void {
    super.at(instant, async () => {
      const isDone = task();
      await everythingPossible();
      // What is still on its way is not waited for; what has failed fails the run.
      await Promise.race([isDone, undefined]);
    });
  }

  /** Returns after so many milliseconds. */
  async pause(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    super.at(this.now() + milliseconds, async () => {
      resolve();
      await everythingPossible();
    });
    await promise;
  }
}

/** Everything in memory that does not wait for time to pass happens before this returns. */
const everythingPossible = () => new Promise<void>((resolve) => setImmediate(resolve));
