import { type Instant, seconds } from '#core/instant.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** After so many attempts a message goes to the dead letters, as the redrive policy of the real queue says. */
const mostAttempts = 5;
const visibilityTimeout = seconds(180);
/** Long enough for messages to overtake each other, in whole seconds so that some come at the same time. */
const mostDelaySeconds = 30;

interface Setting<Message> {
  readonly time: VirtualTime;
  readonly random: Random;
  /** Does the work of a message. When it throws, the message is delivered again. */
  readonly consume: (message: Message, delivery: { readonly lastAttempt: boolean }) => Promise<void>;
}

/** A queue that delivers at least once: late, out of order, sometimes twice, and again when the work fails. */
export class AtLeastOnceQueue<Message> {
  readonly deadLetters: Message[] = [];
  readonly #setting: Setting<Message>;

  constructor(setting: Setting<Message>) {
    this.#setting = setting;
  }

  async send(messages: readonly Message[], notBefore = this.#setting.time.now()): Promise<void> {
    for (const message of messages) this.deliverAt(notBefore, message);
  }

  /** Delivers a message no sooner than at an instant. */
  deliverAt(instant: Instant, message: Message): void {
    const { time, random } = this.#setting;
    const copies = random.chance(0.1) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      time.at(instant + seconds(random.upTo(mostDelaySeconds)), () => this.#deliver(message, 1));
    }
  }

  async #deliver(message: Message, attempt: number): Promise<void> {
    const { time, consume } = this.#setting;
    const lastAttempt = attempt === mostAttempts;
    try {
      await consume(message, { lastAttempt });
    } catch {
      if (lastAttempt) this.deadLetters.push(message);
      else time.at(time.now() + visibilityTimeout, () => this.#deliver(message, attempt + 1));
    }
  }
}
