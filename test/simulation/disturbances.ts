import { type Instant, seconds } from '#core/instant.ts';
import { everyFault, type Fault, Faults } from './invocation.ts';
import type { Random } from './random.ts';

/**
 * What goes wrong in a run, until the disturbances stop.
 * `none`: nothing. `missedSweeps`: now and then a sweep is skipped or breaks off, never two in a row.
 * `everything`: any call may fail or take long, wake-ups fire late, twice and out of order, sweeps are skipped and doubled.
 */
export type DisturbanceLevel = 'none' | 'missedSweeps' | 'everything';

/** Random disturbances, the same for the same seed. */
export class Disturbances {
  readonly level: DisturbanceLevel;
  /** For all calls, except those of a sweep that is to break off. */
  readonly faults: Faults;
  #isOver = false;
  #hasMissedLast = false;
  readonly #random: Random;

  constructor(level: DisturbanceLevel, random: Random) {
    this.level = level;
    this.#random = random;
    this.faults = new Faults(() => (this.#disturbsEverything && random.chance(0.02) ? this.#anyFault() : undefined));
  }

  /** From now on nothing goes wrong any more. */
  stop(): void {
    this.#isOver = true;
  }

  /** How long a call or its answer is on its way, in milliseconds. */
  delay(): number {
    return this.#disturbsEverything && this.#random.chance(0.03) ? this.#random.upTo(seconds(4)) : 0;
  }

  /** How late each copy of a wake-up fires, in milliseconds. */
  wakeUpDelays(): readonly number[] {
    const late = () => (this.#random.chance(0.05) ? this.#random.upTo(seconds(200)) : this.#random.upTo(50));
    if (!this.#disturbsEverything) return [0];
    return this.#random.chance(0.1) ? [late(), late()] : [late()];
  }

  /** The sweeps of one minute: when each begins, and which of its calls fail. */
  sweepsOf(minute: Instant): readonly { readonly at: Instant; readonly faults: Faults }[] {
    const late = () => minute + this.#random.upTo(seconds(10));
    if (this.#disturbsEverything) {
      if (this.#random.chance(0.15)) return [];
      const sweep = () => ({ at: late(), faults: this.faults });
      return this.#random.chance(0.15) ? [sweep(), sweep()] : [sweep()];
    }
    const isMissed = this.level === 'missedSweeps' && !this.#isOver && !this.#hasMissedLast && this.#random.chance(0.2);
    this.#hasMissedLast = isMissed;
    if (!isMissed) return [{ at: minute, faults: this.faults }];
    const breaksOffAt = this.#random.upTo(20);
    const fault = this.#anyFault();
    const faults = new Faults((call) => (call === breaksOffAt ? fault : undefined));
    return breaksOffAt === 0 ? [] : [{ at: minute, faults }];
  }

  get #disturbsEverything(): boolean {
    return this.level === 'everything' && !this.#isOver;
  }

  #anyFault(): Fault {
    return everyFault[this.#random.upTo(3)] ?? 'refused';
  }
}
