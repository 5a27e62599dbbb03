import { intercept } from './intercept.ts';

/**
 * How a call goes wrong. A process is killed before the call has taken place, or after it but before it is answered;
 * or the process lives on and the call fails: it is refused, or takes place and its answer is lost.
 */
export type Fault = 'killedBefore' | 'killedAfter' | 'refused' | 'answerLost';

/** Says what happens to the n-th call of all, counted from 1. */
export type FaultPlan = (call: number) => Fault | undefined;

class KilledError extends Error {
  override readonly name = 'KilledError';
}

class FaultyCallError extends Error {
  override readonly name = 'FaultyCallError';
}

/** Counts the calls of all processes of a run, and lets the planned ones go wrong. */
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

/** One run of a process. Once it is killed, none of its calls takes place and none is answered. */
export class ProcessLife {
  readonly #faults: Faults;
  readonly #death = Promise.withResolvers<never>();
  #isDead = false;

  constructor(faults: Faults) {
    this.#faults = faults;
    this.#death.promise.catch(() => {});
  }

  /** The port as this process calls it. */
  connect<Port extends object>(port: Port): Port {
    return intercept(port, (_, call) => this.#through(call));
  }

  /** Does the work unless the process is killed. @throws KilledError as soon as it is. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    return Promise.race([work(), this.#death.promise]);
  }

  async #through(call: () => Promise<unknown>): Promise<unknown> {
    if (this.#isDead) return forever;
    const fault = this.#faults.next();
    if (fault === 'killedBefore') return this.#die();
    if (fault === 'refused') throw new FaultyCallError('The call was refused');
    const answer = await call();
    if (this.#isDead) return forever;
    if (fault === 'killedAfter') return this.#die();
    if (fault === 'answerLost') throw new FaultyCallError('The answer was lost');
    return answer;
  }

  #die(): Promise<never> {
    this.#isDead = true;
    this.#death.reject(new KilledError('The process was killed'));
    return forever;
  }
}

const forever = new Promise<never>(() => {});
