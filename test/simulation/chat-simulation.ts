import { makeMemoryAlarmBuckets } from '#adapters/memory/alarm-buckets.ts';
import { makeMemoryChatStore } from '#adapters/memory/chat-store.ts';
import { makeMemoryPublisher } from '#adapters/memory/publisher.ts';
import type { ChatKey } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import type { Clock } from '#core/ports.ts';
import type { AskedFor, Deed } from './chat-deed.ts';
import { type ChatUseCases, makeChatUseCases } from './chat-use-cases.ts';
import { ChatWitness } from './chat-witness.ts';
import { intercept } from './intercept.ts';
import { type Faults, ProcessLife } from './process-life.ts';
import { earlyOrLate, makeRingingQueue } from './ringing-queue.ts';
import type { SlowTime } from './slow-time.ts';
import type { Weather } from './weather.ts';

/** Chats with their store, alarms and sweeps on virtual time, in which every deed is a process that can be killed. */
export class ChatSimulation {
  /** What broke a rule, or failed though nothing was to go wrong. */
  readonly violations: unknown[] = [];
  readonly #witnesses = new Map<string, ChatWitness>();
  readonly #chats = makeMemoryChatStore();
  readonly #buckets = makeMemoryAlarmBuckets();
  readonly #publisher = makeMemoryPublisher<ChatEvent>();
  readonly #time: SlowTime;
  readonly #weather: Weather;
  readonly #queue;

  constructor(time: SlowTime, weather: Weather) {
    this.#time = time;
    this.#weather = weather;
    this.#queue = makeRingingQueue({
      time,
      delays: ({ at }) => weather.ringDelays().map((late) => late + earlyOrLate(at - time.now())),
      ring: async (alarm) => {
        await this.#inProcess({ does: 'ring' }, ({ ring }) => ring(alarm));
      },
    });
  }

  /** Has something happen to a chat. Whoever asked may never hear what came of it. */
  async happens(key: ChatKey, deed: AskedFor): Promise<void> {
    await this.#inProcess(deed, ({ happen }) => happen(key, deed)).catch(() => undefined);
  }

  async sweep(faults: Faults): Promise<void> {
    await this.#inProcess({ does: 'ring' }, ({ sweep }) => sweep(), faults).catch(() => undefined);
  }

  witness({ instanceId, contactId }: ChatKey): ChatWitness {
    const name = `${instanceId}/${contactId}`;
    const standing = this.#witnesses.get(name);
    const witness = standing ?? new ChatWitness();
    if (!standing) this.#witnesses.set(name, witness);
    return witness;
  }

  published() {
    return this.#publisher.published();
  }

  /** @throws what the work throws when a fault was planned; anything else is a violation too. */
  async #inProcess(
    deed: Deed,
    work: (useCases: ChatUseCases) => Promise<unknown>,
    faults = this.#weather.faults,
  ): Promise<void> {
    const life = new ProcessLife(faults);
    try {
      await life.run(async () => work(this.#useCases(life, deed)));
    } catch (error) {
      if (!isPlanned(error)) this.violations.push(error);
      throw error;
    }
  }

  #useCases(life: ProcessLife, deed: Deed): ChatUseCases {
    const connect = <Port extends object>(port: Port) => life.connect(this.#slow(port));
    let decidedAt = this.#time.now();
    const deciding: Clock = { now: () => (decidedAt = this.#time.now()) };
    const queue = connect(this.#queue);
    return makeChatUseCases({
      chats: connect(this.#witnessed(deed, () => decidedAt)),
      buckets: connect(this.#buckets),
      publisher: connect(this.#publisher),
      // One call for each alarm, so that a process can be killed when only some of them are accepted.
      queue: {
        async send(alarms) {
          for (const alarm of alarms) await queue.send([alarm]);
        },
      },
      clock: this.#time,
      deciding,
      until: (instant) => this.#time.pause(instant - this.#time.now()),
      report: () => {},
    });
  }

  /** The port with calls that take time. */
  #slow<Port extends object>(port: Port): Port {
    return intercept(port, async (_, call) => {
      const [there, back] = [this.#weather.delay(), this.#weather.delay()];
      if (there > 0) await this.#time.pause(there);
      const answer = await call();
      if (back > 0) await this.#time.pause(back);
      return answer;
    });
  }

  /** The store, with a witness to everything that is saved. */
  #witnessed(deed: Deed, decidedAt: () => number) {
    const chats = this.#chats;
    const see = (key: ChatKey, look: (witness: ChatWitness) => void) => {
      const witness = this.witness(key);
      try {
        look(witness);
      } catch (error) {
        this.violations.push(new Error(`${key.contactId}\n${witness.story()}`, { cause: error }));
      }
    };
    return {
      ...chats,
      async save(...[next, previous]: Parameters<typeof chats.save>) {
        await chats.save(next, previous);
        // Only the alarm was noted.
        if (next.state === previous?.state) return;
        see(next.state, (witness) => witness.saved(deed, decidedAt(), next));
      },
      async touch(...[key, who, at]: Parameters<typeof chats.touch>) {
        const isTouched = await chats.touch(key, who, at);
        if (isTouched) see(key, (witness) => witness.touched(who, at));
        return isTouched;
      },
    };
  }
}

const isPlanned = (error: unknown): boolean =>
  error instanceof AggregateError
    ? error.errors.every(isPlanned)
    : error instanceof Error && ['KilledError', 'FaultyCallError'].includes(error.name);
