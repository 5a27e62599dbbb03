import { RequestGivenUpError } from '#core/forced-logouts/given-up.ts';
import { intercept } from '#test/support/intercept.ts';
import type { SlowTime } from '../virtual-time.ts';
import type { Mishaps } from './mishaps.ts';

/** What was planned to go wrong, as the code that called a port sees it. */
class PlannedError extends Error {
  override readonly name = 'PlannedError';
}

/** Also a request that goes on after it was frozen: its caller was told to try again. */
export const isPlanned = (error: unknown): boolean => {
  if (error instanceof AggregateError) return error.errors.every(isPlanned);
  return error instanceof PlannedError || error instanceof RequestGivenUpError;
};

/** A promise of its own each time, because one that is shared would keep everything that waits for it. */
const forever = () => new Promise<never>(() => {});

/** One invocation of a function. Once it is killed its calls have no effect; while it is frozen they wait. */
export class FunctionProcess {
  readonly #mishaps: Mishaps;
  readonly #time: SlowTime;
  readonly #death = Promise.withResolvers<never>();
  #isKilled = false;
  #frozenUntil = 0;

  constructor(mishaps: Mishaps, time: SlowTime) {
    this.#mishaps = mishaps;
    this.#time = time;
    this.#death.promise.catch(() => {});
  }

  /** The port as this process calls it. */
  connect<Port extends object>(port: Port): Port {
    return intercept(port, (_, call) => this.#call(call));
  }

  /** Does the work unless the process is killed. @throws PlannedError as soon as it is. */
  run<Result>(work: () => Promise<Result>): Promise<Result> {
    return Promise.race([work(), this.#death.promise]);
  }

  async #call(call: () => Promise<unknown>): Promise<unknown> {
    await this.#isRunning();
    // A process that stands still for longer than a wake-up is ahead, inside a save, sets the wake-up again afterwards. If that
    // fails too, nothing looks at what it saved before the next change: two faults in a row that are left out here.
    const mishap = this.#frozenUntil > 0 ? undefined : this.#mishaps.ofCall();
    if (mishap === 'killedBefore') return this.#kill();
    if (mishap === 'throttled') throw new PlannedError('The call was refused');
    if (mishap === 'late') await this.#time.pause(this.#mishaps.lateness());
    if (mishap === 'frozen') this.#frozenUntil = this.#time.now() + this.#mishaps.frozenFor();
    await this.#isRunning();
    if (mishap === 'doneTwice') await call();
    const answer = await call();
    if (mishap === 'killedAfter') return this.#kill();
    if (mishap === 'answerLost') throw new PlannedError('The answer was lost');
    await this.#isRunning();
    return answer;
  }

  async #isRunning(): Promise<void> {
    if (this.#frozenUntil > this.#time.now()) await this.#time.pause(this.#frozenUntil - this.#time.now());
    if (this.#isKilled) await forever();
  }

  #kill(): Promise<never> {
    this.#isKilled = true;
    this.#death.reject(new PlannedError('The process was killed'));
    return forever();
  }
}
