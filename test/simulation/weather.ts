import { type Instant, seconds } from '#core/instant.ts';
import { type Fault, Faults } from './process-life.ts';
import type { Random } from './random.ts';

/**
 * What goes wrong in a run.
 * `calm`: nothing. `missedSweeps`: a sweep is skipped or breaks off now and then, never two in a row.
 * `storm`: any call of anybody may go wrong and take time, alarms ring late, twice and out of order, sweeps are skipped
 * and doubled, until it is over.
 */
export type WeatherKind = 'calm' | 'missedSweeps' | 'storm';

/** The same troubles for the same seed. */
export class Weather {
  readonly kind: WeatherKind;
  /** For every call of every process but a sweep that is to break off. */
  readonly faults: Faults;
  #isOver = false;
  #missedLast = false;
  readonly #random: Random;

  constructor(kind: WeatherKind, random: Random) {
    this.kind = kind;
    this.#random = random;
    this.faults = new Faults(() => (this.#storms && random.chance(0.02) ? this.#anyFault() : undefined));
  }

  /** From now on nothing goes wrong any more. */
  clear(): void {
    this.#isOver = true;
  }

  /** How long a call takes on its way there or back, in milliseconds. */
  delay(): number {
    return this.#storms && this.#random.chance(0.03) ? this.#random.upTo(seconds(4)) : 0;
  }

  /** How late each copy of an alarm is delivered. */
  ringDelays(): readonly number[] {
    const late = () => (this.#random.chance(0.05) ? this.#random.upTo(seconds(200)) : this.#random.upTo(50));
    if (!this.#storms) return [0];
    return this.#random.chance(0.1) ? [late(), late()] : [late()];
  }

  /** The runs of the sweep that belong to a minute: when each begins, and what goes wrong in it. */
  sweepsOf(minute: Instant): readonly { readonly at: Instant; readonly faults: Faults }[] {
    const late = () => minute + this.#random.upTo(seconds(10));
    if (this.#storms) {
      if (this.#random.chance(0.15)) return [];
      const sweep = () => ({ at: late(), faults: this.faults });
      return this.#random.chance(0.15) ? [sweep(), sweep()] : [sweep()];
    }
    const isMissed = this.kind === 'missedSweeps' && !this.#isOver && !this.#missedLast && this.#random.chance(0.2);
    this.#missedLast = isMissed;
    if (!isMissed) return [{ at: minute, faults: this.faults }];
    const breaksOffAt = this.#random.upTo(20);
    const fault = this.#anyFault();
    const faults = new Faults((call) => (call === breaksOffAt ? fault : undefined));
    return breaksOffAt === 0 ? [] : [{ at: minute, faults }];
  }

  get #storms(): boolean {
    return this.kind === 'storm' && !this.#isOver;
  }

  #anyFault(): Fault {
    const faults = ['killedBefore', 'killedAfter', 'refused', 'answerLost'] as const;
    return faults[this.#random.upTo(3)] ?? 'refused';
  }
}
