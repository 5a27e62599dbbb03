import assert from 'node:assert/strict';
import type { ChatKey } from '#core/chats/chat.ts';
import { type Instant, minutes } from '#core/instant.ts';
import { someDay } from '#test/support/agents.ts';
import { anyChanges, anyDeed, anyInstant, anySetup, type TimerLengths } from './any-deed.ts';
import type { AskedFor } from './chat-deed.ts';
import type { ChatModel } from './chat-model.ts';
import { ChatSimulation } from './chat-simulation.ts';
import { Random } from './random.ts';
import { SlowTime } from './slow-time.ts';
import { expectToldOnce } from './told-once.ts';
import { Weather, type WeatherKind } from './weather.ts';

/** Chats that share a store, its sweeps and its troubles. */
const chatsPerRun = 40;
const kinds = ['storm', 'calm', 'storm', 'missedSweeps'] as const satisfies readonly WeatherKind[];
/** How late anything may be, in milliseconds, as a queue delays to the nearest second. In a storm only nothing may be lost. */
const mostLateness = { calm: 500, missedSweeps: 500, storm: Number.POSITIVE_INFINITY };
/** Once the weather is good, whatever was broken off or missed is made up for long before that. */
const certainlyDone = minutes(15);
const keys = Array.from({ length: chatsPerRun }, (_, n): ChatKey => ({ instanceId: 'demo', contactId: `c${n}` }));

/** Random chats: the same for the same seed. */
class ChatsRun {
  readonly #time = new SlowTime(someDay);
  readonly #random: Random;
  readonly #weather: Weather;
  readonly #simulation: ChatSimulation;
  readonly #lengths: TimerLengths;
  #unfinished = keys.length;
  #isSwept = true;

  constructor(seed: number) {
    this.#random = new Random(seed);
    this.#weather = new Weather(kinds[seed % kinds.length] ?? 'storm', this.#random);
    this.#simulation = new ChatSimulation(this.#time, this.#weather);
    this.#lengths = seed % 5 === 0 ? 'long' : 'short';
    this.#sweepFrom(someDay + this.#random.upTo(minutes(1)));
    for (const key of keys) {
      const deeds = 3 + this.#random.upTo(13);
      this.#happen(key, { nth: 0, deeds, at: someDay + this.#random.upTo(minutes(3)) });
    }
  }

  /** Lets everything happen, until nobody does anything any more and in good weather everything due is done. */
  async run(): Promise<void> {
    while (this.#unfinished > 0) await this.#pass(minutes(5));
    this.#weather.clear();
    await this.#pass(certainlyDone);
    for (const key of keys) {
      const witness = this.#simulation.witness(key);
      for (let due = witness.model.next(); due; due = witness.model.next()) {
        await this.#pass(Math.max(0, due.at - this.#time.now()) + certainlyDone);
        const next = witness.model.next();
        const isLost = next?.at === due.at && next.what === due.what;
        assert(!isLost, `Lost: ${due.what} of ${key.contactId}\n${witness.story()}`);
      }
    }
    this.#isSwept = false;
    await this.#pass(certainlyDone);
  }

  /** @throws AssertionError unless all was told, each stage once, and in time. */
  expectOrder(): void {
    const published = Map.groupBy(this.#simulation.published(), ({ fact }) => fact.contactId);
    for (const key of keys) {
      const witness = this.#simulation.witness(key);
      expectToldOnce(published.get(key.contactId) ?? [], witness.events);
      const { greatestLateness: late } = witness;
      assert(
        late <= mostLateness[this.#weather.kind],
        `${key.contactId} was ${late} ms late, ${this.#weather.kind}\n${witness.story()}`,
      );
    }
  }

  async #pass(milliseconds: number): Promise<void> {
    await this.#time.runUntil(this.#time.now() + milliseconds);
    for (const violation of this.#simulation.violations) throw violation;
  }

  #sweepFrom(minute: Instant): void {
    this.#time.at(minute, async () => {
      if (!this.#isSwept) return;
      for (const { at, faults } of this.#weather.sweepsOf(minute)) {
        this.#time.at(at, () => this.#simulation.sweep(faults));
      }
      this.#sweepFrom(minute + minutes(1));
    });
  }

  /** Deeds one after the other; when their calls take time they overlap. */
  #happen(key: ChatKey, { nth, deeds, at }: { nth: number; deeds: number; at: Instant }): void {
    const { model } = this.#simulation.witness(key);
    this.#time.at(at, async () => {
      const deed = this.#deed(nth, model);
      const next = { nth: nth + 1, deeds, at: anyInstant(this.#random, model, this.#time.now()) };
      if (nth < deeds) this.#happen(key, next);
      else this.#unfinished -= 1;
      await this.#simulation.happens(key, deed);
    });
  }

  #deed(nth: number, model: ChatModel): AskedFor {
    const [random, lengths] = [this.#random, this.#lengths];
    // Who has not heard the answer asks again.
    if (nth === 0 || random.chance(0.02)) return { does: 'start', setup: anySetup(random) };
    if (nth === 1) return { does: 'configure', changes: anyChanges(random, lengths) };
    if (nth === 2) return { does: 'join', who: 'agent', role: random.chance(0.8) ? 'AGENT' : 'CUSTOM_BOT' };
    return anyDeed(random, model, { nth, lengths });
  }
}

/** Lets a number of random chats happen, beginning with a seed. @throws whatever broke a rule, with its seed. */
export async function runChats({ chats, seed }: { readonly chats: number; readonly seed: number }): Promise<void> {
  for (let run = 0; run * chatsPerRun < chats; run += 1) {
    const chatsRun = new ChatsRun(seed + run);
    try {
      await chatsRun.run();
      chatsRun.expectOrder();
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      throw new Error(`With --chats ${chatsPerRun} --seed ${seed + run}: ${what}`, { cause: error });
    }
  }
}
