import { type Instant, seconds } from '#core/instant.ts';
import type { SlowTime } from '../virtual-time.ts';

const visibilityTimeout = seconds(60);

interface Setting<Message> {
  readonly time: SlowTime;
  /** Attempts before a message becomes a dead letter. */
  readonly attempts: number;
  readonly consume: (message: Message, delivery: { readonly lastAttempt: boolean }) => Promise<unknown>;
  /** Receives why a consumer failed. */
  readonly onFailure: (error: unknown) => void;
}

/** A queue on virtual time: a message that is not done within its visibility timeout is delivered again meanwhile. */
export class RedeliveringQueue<Message> {
  readonly deadLetters: Message[] = [];
  readonly #setting: Setting<Message>;

  constructor(setting: Setting<Message>) {
    this.#setting = setting;
  }

  deliverAt(instant: Instant, message: Message, attempt = 1): void {
    this.#setting.time.at(instant, async () => this.#deliver(message, attempt));
  }

  #deliver(message: Message, attempt: number): void {
    const { time, attempts, consume, onFailure } = this.#setting;
    let isDone = false;
    const delivery = { lastAttempt: attempt === attempts };
    consume(message, delivery).then(() => (isDone = true), onFailure);
    time.at(time.now() + visibilityTimeout, async () => {
      if (isDone) return;
      if (delivery.lastAttempt) this.deadLetters.push(message);
      else this.#deliver(message, attempt + 1);
    });
  }
}
