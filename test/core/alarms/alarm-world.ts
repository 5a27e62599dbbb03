import { makeMemoryAlarmBuckets } from '#adapters/memory/alarm-buckets.ts';
import { makeAlarms } from '#core/alarms/alarm-clock.ts';
import { type Alarm, nameOf } from '#core/alarms/ports.ts';
import { shardOf } from '#core/alarms/shard.ts';
import { makeSweep } from '#core/alarms/sweep.ts';
import { type Instant, minutes, seconds } from '#core/instant.ts';
import { intercept } from '#test/simulation/intercept.ts';
import { Faults, ProcessLife } from '#test/simulation/process-life.ts';
import { makeRingingQueue } from '#test/simulation/ringing-queue.ts';
import { SlowTime } from '#test/simulation/slow-time.ts';
import { someDay } from '#test/support/agents.ts';

/** An alarm so many milliseconds after some day, of the n-th chat. */
export const anAlarm = (after: number, n = 0): Alarm => ({
  kind: 'chat',
  instanceId: 'demo',
  contactId: `c${n}`,
  at: someDay + after,
});

/** Numbers of chats that share a shard. */
export const neighbours = Array.from({ length: 10_000 }, (_, n) => n).filter(
  (n) => shardOf(anAlarm(0, n)) === shardOf(anAlarm(0)),
);

/** Milliseconds that a call takes. */
export type Delay = () => number;
const none: Delay = () => 0;

/** Alarms and their sweeps on virtual time that begins on some day; rings are written down. */
export class AlarmWorld {
  readonly time = new SlowTime(someDay);
  readonly #buckets = makeMemoryAlarmBuckets();
  readonly #rings = new Map<string, Instant[]>();
  readonly #queue = makeRingingQueue({
    time: this.time,
    delays: () => [0],
    ring: async (alarm) => {
      const name = `${nameOf(alarm)} ${alarm.at}`;
      this.#rings.set(name, [...(this.#rings.get(name) ?? []), this.time.now()]);
    },
  });

  /** Alarms in every shard come due, so that all shards have been swept when two minutes are over. */
  async begin(): Promise<void> {
    for (let n = 0; n < 100; n += 1) await this.put(anAlarm(seconds(91), -n - 1));
    await this.time.runUntil(someDay + minutes(1));
    await this.sweep();
    await this.time.runUntil(someDay + minutes(2));
  }

  /** Puts an alarm into its bucket, however near it is. */
  async put(alarm: Alarm): Promise<void> {
    await this.#buckets.put(alarm);
  }

  /** Sets an alarm, by calls that take time. */
  async set(alarm: Alarm, delay = none): Promise<void> {
    await makeAlarms(this.#ports(delay)).set(alarm);
  }

  /** Sweeps, by calls that take time and go wrong as planned. @returns whether it got to the end. */
  async sweep({ delay = none, faults = new Faults() } = {}): Promise<boolean> {
    const life = new ProcessLife(faults);
    const { buckets, queue, clock } = this.#ports(delay);
    const sweep = makeSweep({ buckets: life.connect(buckets), queue: life.connect(queue), clock });
    return life.run(sweep).then(
      () => true,
      () => false,
    );
  }

  /** When an alarm rang, first to last. */
  ringsOf = (alarm: Alarm): readonly Instant[] => this.#rings.get(`${nameOf(alarm)} ${alarm.at}`) ?? [];

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
