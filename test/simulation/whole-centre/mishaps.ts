import { minutes, seconds } from '#core/instant.ts';
import type { Random } from '../random.ts';

/**
 * How a call of a port goes wrong. `killedBefore`, `killedAfter`: the process ends before the call takes effect, or after it
 * and before the answer. `throttled`: refused. `answerLost`: it takes effect and fails. `doneTwice`: an answer is lost, and the
 * client sends the request again. `late`: the call or its answer is on its way for seconds. `frozen`: the process stands still
 * for minutes and then goes on. Besides, the index of agents is always late.
 */
const callMishaps = ['killedBefore', 'killedAfter', 'throttled', 'answerLost', 'doneTwice', 'late', 'frozen'] as const;
export type CallMishap = (typeof callMishaps)[number];

export type Mishap = CallMishap | 'wakeUpLate' | 'wakeUpTwice' | 'sweepSkipped' | 'sweepTwice' | 'messageTwice';

/** How many of each kind, and how many calls of ports there were. */
export interface MishapCounts {
  calls: number;
  readonly mishaps: Map<Mishap, number>;
}

export const noMishaps = (): MishapCounts => ({ calls: 0, mishaps: new Map() });

/** Random mishaps, the same for the same seed, until they stop. */
export class Mishaps {
  readonly random: Random;
  readonly #counts: MishapCounts;
  #isOver = false;

  constructor(random: Random, counts: MishapCounts) {
    this.random = random;
    this.#counts = counts;
  }

  /** From now on nothing goes wrong any more. */
  stop(): void {
    this.#isOver = true;
  }

  /** What happens to the next call. */
  ofCall(): CallMishap | undefined {
    this.#counts.calls += 1;
    if (!this.#happens(0.15)) return undefined;
    // A frozen process takes minutes; more of them would leave little else.
    const kinds = this.random.chance(0.1) ? callMishaps : callMishaps.filter((kind) => kind !== 'frozen');
    const mishap = kinds[this.random.upTo(kinds.length - 1)] ?? 'throttled';
    this.#count(mishap);
    return mishap;
  }

  /** How late the index of agents is, in milliseconds, in the whole run. */
  indexLag = (): number => this.random.upTo(seconds(2));

  /** From 0 to below 1. */
  chance = (): number => this.random.upTo(999) / 1000;

  /** How late each copy of a wake-up comes, in milliseconds. */
  wakeUpDelays(): readonly number[] {
    const delay = () => {
      if (!this.#happens(0.05)) return this.random.upTo(50);
      this.#count('wakeUpLate');
      return this.random.upTo(seconds(200));
    };
    if (!this.#happens(0.1)) return [delay()];
    this.#count('wakeUpTwice');
    return [delay(), delay()];
  }

  /** How long after it was sent each copy of a message comes, in milliseconds. */
  messageDelays(): readonly number[] {
    const delay = () => this.random.upTo(this.#isOver ? 50 : seconds(30));
    if (!this.#happens(0.1)) return [delay()];
    this.#count('messageTwice');
    return [delay(), delay()];
  }

  /** How many sweeps there are in a minute. */
  sweeps(): number {
    if (this.#happens(0.15)) {
      this.#count('sweepSkipped');
      return 0;
    }
    if (!this.#happens(0.15)) return 1;
    this.#count('sweepTwice');
    return 2;
  }

  lateness = (): number => this.random.upTo(seconds(4));
  frozenFor = (): number => minutes(1) + this.random.upTo(minutes(6));

  #happens(probability: number): boolean {
    return !this.#isOver && this.random.chance(probability);
  }

  #count(mishap: Mishap): void {
    this.#counts.mishaps.set(mishap, (this.#counts.mishaps.get(mishap) ?? 0) + 1);
  }
}
