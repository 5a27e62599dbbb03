import assert from 'node:assert/strict';
import type { ChatKey } from '#core/chats/chat.ts';
import { type Instant, minutes } from '#core/instant.ts';
import { someDay } from '#test/support/agents.ts';
import { anyChanges, anyChatCommand, anyInstant, anyStartOptions, type TimerLengths } from './any-chat-command.ts';
import type { ChatCommand } from './chat-command.ts';
import type { ChatModel } from './chat-model.ts';
import { ChatSimulation } from './chat-simulation.ts';
import { type DisturbanceLevel, Disturbances } from './disturbances.ts';
import { expectPublishedOnce } from './expect-published-once.ts';
import { Random } from './random.ts';
import { SlowTime } from './virtual-time.ts';

/** Chats that share a store, its sweeps and its disturbances. */
const chatsPerRun = 40;
const levels = ['everything', 'none', 'everything', 'missedSweeps'] as const satisfies readonly DisturbanceLevel[];
/** How late a stage may be, in milliseconds: a queue delays to the nearest second. If everything is disturbed it may be late, but not be lost. */
const mostLateness = { none: 500, missedSweeps: 500, everything: Number.POSITIVE_INFINITY };
/** After how many days a chat ends that nobody has ended: so few that some chats do not get to the end of their commands. */
const chatDays = { short: 1 / 32, long: 1 } as const satisfies Record<TimerLengths, number>;
/** Long enough to make up for everything that was broken off or missed, once the disturbances have stopped. */
const certainlyDone = minutes(15);
const keys = Array.from({ length: chatsPerRun }, (_, n): ChatKey => ({ instanceId: 'demo', contactId: `c${n}` }));

/** Random chats, the same for the same seed. */
class ChatsRun {
  readonly #time = new SlowTime(someDay);
  readonly #random: Random;
  readonly #disturbances: Disturbances;
  readonly #simulation: ChatSimulation;
  readonly #lengths: TimerLengths;
  #unfinished = keys.length;
  #isSwept = true;

  constructor(seed: number) {
    this.#random = new Random(seed);
    this.#disturbances = new Disturbances(levels[seed % levels.length] ?? 'everything', this.#random);
    this.#lengths = seed % 5 === 0 ? 'long' : 'short';
    this.#simulation = new ChatSimulation(this.#time, this.#disturbances, chatDays[this.#lengths]);
    this.#sweepFrom(someDay + this.#random.upTo(minutes(1)));
    for (const key of keys) {
      const commands = 3 + this.#random.upTo(13);
      this.#scheduleCommand(key, { nth: 0, commands, at: someDay + this.#random.upTo(minutes(3)) });
    }
  }

  /** Runs until all commands are given, and then without disturbances until everything that is due has happened. */
  async run(): Promise<void> {
    while (this.#unfinished > 0) await this.#advance(minutes(5));
    this.#disturbances.stop();
    await this.#advance(certainlyDone);
    for (const key of keys) {
      const observer = this.#simulation.observer(key);
      for (let due = observer.model.next(); due; due = observer.model.next()) {
        await this.#advance(Math.max(0, due.at - this.#time.now()) + certainlyDone);
        const next = observer.model.next();
        const isLost = next?.at === due.at && next.name === due.name;
        assert(!isLost, `Lost: ${due.name} of ${key.contactId}\n${observer.report()}`);
      }
    }
    this.#isSwept = false;
    await this.#advance(certainlyDone);
  }

  /** @throws AssertionError unless everything was published, and each stage happened once and in time. */
  expectCorrect(): void {
    const published = Map.groupBy(this.#simulation.published(), ({ fact }) => fact.contactId);
    for (const key of keys) {
      const observer = this.#simulation.observer(key);
      expectPublishedOnce(published.get(key.contactId) ?? [], observer.events);
      const { greatestLateness: late } = observer;
      assert(
        late <= mostLateness[this.#disturbances.level],
        `${key.contactId} was ${late} ms late, disturbances: ${this.#disturbances.level}\n${observer.report()}`,
      );
    }
  }

  async #advance(milliseconds: number): Promise<void> {
    await this.#time.runUntil(this.#time.now() + milliseconds);
    for (const violation of this.#simulation.violations) throw violation;
  }

  #sweepFrom(minute: Instant): void {
    this.#time.at(minute, async () => {
      if (!this.#isSwept) return;
      for (const { at, faults } of this.#disturbances.sweepsOf(minute)) {
        this.#time.at(at, () => this.#simulation.sweep(faults));
      }
      this.#sweepFrom(minute + minutes(1));
    });
  }

  /** Schedules the next command. The one before may still be running when calls take time. */
  #scheduleCommand(key: ChatKey, { nth, commands, at }: { nth: number; commands: number; at: Instant }): void {
    const { model } = this.#simulation.observer(key);
    this.#time.at(at, async () => {
      const command = this.#anyCommand(nth, model);
      const next = { nth: nth + 1, commands, at: anyInstant(this.#random, model, this.#time.now()) };
      if (nth < commands) this.#scheduleCommand(key, next);
      else this.#unfinished -= 1;
      await this.#simulation.execute(key, command);
    });
  }

  #anyCommand(nth: number, model: ChatModel): ChatCommand {
    const [random, lengths] = [this.#random, this.#lengths];
    // A caller who got no answer repeats the start.
    if (nth === 0 || random.chance(0.02)) return { type: 'start', options: anyStartOptions(random) };
    if (nth === 1) return { type: 'configure', changes: anyChanges(random, lengths) };
    if (nth === 2) return { type: 'join', participantId: 'agent', role: random.chance(0.8) ? 'AGENT' : 'CUSTOM_BOT' };
    return anyChatCommand(random, model, { nth, lengths });
  }
}

/** Simulates random chats, starting with a seed. @throws what violated a rule, with its seed. */
export async function runChats({ chats, seed }: { readonly chats: number; readonly seed: number }): Promise<void> {
  for (let run = 0; run * chatsPerRun < chats; run += 1) {
    const chatsRun = new ChatsRun(seed + run);
    try {
      await chatsRun.run();
      chatsRun.expectCorrect();
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      throw new Error(`With --chats ${chatsPerRun} --seed ${seed + run}: ${what}`, { cause: error });
    }
  }
}
