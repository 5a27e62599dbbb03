import { intercept } from '#test/support/intercept.ts';

/**
 * How a call goes wrong. The process is killed before the call takes effect, or after it but before it is answered; or the
 * process lives on and the call fails: it is refused, or it takes effect and its answer is lost.
 */
export type Fault = 'killedBefore' | 'killedAfter' | 'refused' | 'answerLost';
export const everyFault = ['killedBefore', 'killedAfter', 'refused', 'answerLost'] as const satisfies readonly Fault[];

/** The fault of the n-th call, counted from 1. */
type FaultPlan = (call: number) => Fault | undefined;

class KilledError extends Error {
  override readonly name = 'KilledError';
}

export class FaultyCallError extends Error {
  override readonly name = 'FaultyCallError';
}

/** Counts the calls of all invocations of a run, and lets the planned ones fail. */
export class Faults {
  calls = 0;
  readonly #plan: FaultPlan;

  constructor(plan: FaultPlan = () => undefined) {
    this.#plan = plan;
  }

  next(): Fault | undefined {
    this.calls += 1;
    return this.#plan(this.calls);
  }
}

/** One call fails. */
export const faultAt = (at: number, fault: Fault) => new Faults((call) => (call === at ? fault : undefined));

/** One invocation of a function, in a process of its own. Once that is killed, its calls have no effect and no answer. */
export class Invocation {
  readonly #faults: Faults;
  readonly #death = Promise.withResolvers<never>();
  #isKilled = false;

  constructor(faults: Faults) {
    this.#faults = faults;
    this.#death.promise.catch(() => {});
  }

  /** The port as this invocation calls it. */
  connect<Port extends object>(port: Port): Port {
    return intercept(port, (_, call) => this.#call(call));
  }

  /** Does the work unless the process is killed. @throws KilledError as soon as it is. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    return Promise.race([work(), this.#death.promise]);
  }

  async #call(call: () => Promise<unknown>): Promise<unknown> {
    if (this.#isKilled) return forever();
    const fault = this.#faults.next();
    if (fault === 'killedBefore') return this.#kill();
    if (fault === 'refused') throw new FaultyCallError('The call was refused');
    const answer = await call();
    if (this.#isKilled) return forever();
    if (fault === 'killedAfter') return this.#kill();
    if (fault === 'answerLost') throw new FaultyCallError('The answer was lost');
    return answer;
  }

  #kill(): Promise<never> {
    this.#isKilled = true;
    this.#death.reject(new KilledError('The process was killed'));
    return forever();
  }
}

/** A promise of its own each time, because one that is shared would keep everything that waits for it. */
const forever = () => new Promise<never>(() => {});
