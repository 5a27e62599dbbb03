import type { SeededRandom } from '../random.ts';
import type { Switches } from '../switches.ts';
import type { StandInTime } from '../time.ts';

/** How badly events are delivered where they are shuffled. */
export interface EventFaults {
  /** An event is late by up to this. */
  readonly lateMillis: number;
  /** The share that is delivered twice, 0 to 1. */
  readonly doubled: number;
  /** The share that is never delivered, 0 to 1. */
  readonly lost: number;
}

export const usualEventFaults: EventFaults = { lateMillis: 1000, doubled: 0.01, lost: 0 };

export interface DeliverySettings {
  readonly time: StandInTime;
  readonly random: SeededRandom;
  readonly switches: () => Switches;
  readonly faults: EventFaults;
}

/** Delivers events late, out of order, and some of them twice; or at once, in order, if the switch says so. */
export class EventDelivery<Event> {
  readonly #settings: DeliverySettings;
  readonly #receive: (event: Event) => void;
  readonly #held: { readonly is: (event: Event) => boolean; readonly millis: number }[] = [];

  constructor(settings: DeliverySettings, receive: (event: Event) => void) {
    this.#settings = settings;
    this.#receive = receive;
  }

  /** Lets the next event of a kind arrive this much later: a LOGOUT after a newer LOGIN, for example. */
  holdNext(is: (event: Event) => boolean, millis: number): void {
    this.#held.push({ is, millis });
  }

  send(event: Event): void {
    const { random, switches, faults } = this.#settings;
    const hold = this.#held.findIndex(({ is }) => is(event));
    if (hold >= 0) {
      const [held] = this.#held.splice(hold, 1);
      this.#later(event, held?.millis ?? 0);
      return;
    }
    if (switches().eventDelivery === 'inOrder') {
      this.#receive(event);
      return;
    }
    if (random.fraction() < faults.lost) return;
    this.#later(event, random.between(0, faults.lateMillis));
    if (random.fraction() < faults.doubled) this.#later(event, random.between(0, faults.lateMillis));
  }

  #later(event: Event, millis: number): void {
    const { time } = this.#settings;
    time.at(time.now() + millis, async () => this.#receive(event));
  }
}
