import type { ConnectInstance, Snapshot } from '../state/instance.ts';

/** An agent without another event for this long gets a heart beat. */
const silenceMillis = 120_000;
/** They go on for this long after the session has ended, so they prove no presence. */
const afterSessionMillis = 3_600_000;

interface Pulse {
  lastEventAt: number;
  previous: Snapshot;
  waits: boolean;
}

/** Says for each agent who is or was signed in that nothing has happened. */
export class HeartBeats {
  readonly #instance: ConnectInstance;
  readonly #send: (userId: string, previous: Snapshot) => void;
  readonly #pulses = new Map<string, Pulse>();

  /** @param send is given the snapshot before the current one */
  constructor(instance: ConnectInstance, send: (userId: string, previous: Snapshot) => void) {
    this.#instance = instance;
    this.#send = send;
  }

  /** Takes note of an event about an agent. */
  eventSent(userId: string, previous: Snapshot): void {
    const pulse = this.#pulses.get(userId) ?? { lastEventAt: 0, previous, waits: false };
    pulse.lastEventAt = this.#instance.time.now();
    pulse.previous = previous;
    this.#pulses.set(userId, pulse);
    this.#wait(userId, pulse);
  }

  /** One timer for each agent, which moves on when other events come. */
  #wait(userId: string, pulse: Pulse): void {
    if (pulse.waits) return;
    pulse.waits = true;
    const { time } = this.#instance;
    time.at(pulse.lastEventAt + silenceMillis, async () => {
      pulse.waits = false;
      if (!this.#isDue(userId)) return;
      if (time.now() >= pulse.lastEventAt + silenceMillis) {
        this.#send(userId, pulse.previous);
        pulse.lastEventAt = time.now();
      }
      this.#wait(userId, pulse);
    });
  }

  #isDue(userId: string): boolean {
    if (!this.#instance.directory.users.has(userId)) return false;
    const { signedIn, sessionEndedAt = -Infinity } = this.#instance.agent(userId);
    return signedIn || this.#instance.time.now() <= sessionEndedAt + afterSessionMillis;
  }
}
