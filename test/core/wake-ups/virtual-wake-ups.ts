import { makeMemoryWakeUpBuckets } from '#adapters/memory/wake-ups.ts';
import { type Instant, minutes, seconds } from '#core/instant.ts';
import { nameOf, type WakeUp, type WakeUpBuckets, type WakeUpQueue } from '#core/wake-ups/ports.ts';
import { makeWakeUps } from '#core/wake-ups/schedule.ts';
import { shardOf } from '#core/wake-ups/sweep.ts';
import { makeWakeUpUseCases } from '#core/wake-ups/use-cases.ts';
import { Faults, Invocation } from '#test/simulation/invocation.ts';
import { SlowTime } from '#test/simulation/virtual-time.ts';
import { makeVirtualWakeUpQueue } from '#test/simulation/wake-up-queue.ts';
import { someDay } from '#test/support/agents.ts';
import { intercept } from '#test/support/intercept.ts';

/** The wake-up of the n-th chat, this many milliseconds after some day. */
export const aWakeUp = (after: number, n = 0): WakeUp => ({
  kind: 'chat',
  instanceId: 'demo',
  contactId: `c${n}`,
  at: someDay + after,
});

/** Numbers of chats that share a shard. */
export const neighbours = Array.from({ length: 10_000 }, (_, n) => n).filter(
  (n) => shardOf(aWakeUp(0, n)) === shardOf(aWakeUp(0)),
);

/** The milliseconds that a call takes. */
export type Delay = () => number;
const none: Delay = () => 0;

const noTarget = async () => {};

/** Wake-ups and their sweeps on virtual time that begins on some day. It is recorded when they fire. */
export class VirtualWakeUps {
  readonly time = new SlowTime(someDay);
  readonly #buckets = makeMemoryWakeUpBuckets();
  readonly #firings = new Map<string, Instant[]>();
  readonly #queue = makeVirtualWakeUpQueue({
    time: this.time,
    delays: () => [0],
    wake: async (wakeUp) => {
      const name = `${nameOf(wakeUp)} ${wakeUp.at}`;
      const record = async () => {
        this.#firings.set(name, [...(this.#firings.get(name) ?? []), this.time.now()]);
      };
      await this.#useCases(this.#ports(none), record).wake(wakeUp);
    },
  });

  /** Makes wake-ups in every shard come due, so that all shards have been swept after two minutes. */
  async begin(): Promise<void> {
    for (let n = 0; n < 100; n += 1) await this.put(aWakeUp(seconds(91), -n - 1));
    await this.time.runUntil(someDay + minutes(1));
    await this.sweep();
    await this.time.runUntil(someDay + minutes(2));
  }

  /** Puts a wake-up into its bucket, even if it is due soon. */
  async put(wakeUp: WakeUp): Promise<void> {
    await this.#buckets.put(wakeUp);
  }

  /** Sets a wake-up, with calls that take time. */
  async set(wakeUp: WakeUp, delay = none): Promise<void> {
    await makeWakeUps(this.#ports(delay)).set(wakeUp);
  }

  /** Sweeps, with calls that take time and fail as planned. @returns whether the sweep was completed. */
  async sweep({ delay = none, faults = new Faults() } = {}): Promise<boolean> {
    const invocation = new Invocation(faults);
    const { buckets, queue } = this.#ports(delay);
    const { sweep } = this.#useCases({ buckets: invocation.connect(buckets), queue: invocation.connect(queue) });
    return invocation.run(sweep).then(
      () => true,
      () => false,
    );
  }

  /** When a wake-up fired, in order. */
  firingsOf = (wakeUp: WakeUp): readonly Instant[] => this.#firings.get(`${nameOf(wakeUp)} ${wakeUp.at}`) ?? [];

  #useCases(ports: { readonly buckets: WakeUpBuckets; readonly queue: WakeUpQueue }, chat = noTarget) {
    const until = (instant: Instant) => this.#pause(instant - this.time.now());
    return makeWakeUpUseCases(
      { ...ports, clock: this.time, until },
      { agent: noTarget, job: noTarget, chat, schedule: noTarget },
    );
  }

  #ports(delay: Delay) {
    const slow = <Port extends object>(port: Port) =>
      intercept(port, async (_, call) => {
        await this.#pause(delay());
        const answer = await call();
        await this.#pause(delay());
        return answer;
      });
    return { buckets: slow(this.#buckets), queue: slow(this.#queue), clock: this.time };
  }

  async #pause(milliseconds: number): Promise<void> {
    if (milliseconds > 0) await this.time.pause(milliseconds);
  }
}
