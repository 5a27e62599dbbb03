import type { Alarm, AlarmBuckets } from '#core/alarms/ports.ts';
import { nameOf } from '#core/alarms/ports.ts';
import { shardCount, shardOf } from '#core/alarms/shard.ts';
import type { Instant } from '#core/instant.ts';

/** A shard: its alarms by instant and name, and how far it has been sent. */
interface Shard {
  readonly alarms: Map<string, Alarm>;
  sentUpTo?: Instant;
  isSwept: boolean;
}

/** Keeps alarms in memory. */
export function makeMemoryAlarmBuckets(): AlarmBuckets {
  const shards = Array.from({ length: shardCount }, (): Shard => ({ alarms: new Map(), isSwept: false }));
  const shardAt = (number: number): Shard => {
    const shard = shards[number];
    if (!shard) throw new Error(`There is no shard ${number}`);
    return shard;
  };
  return {
    async put(alarm) {
      const shard = shardAt(shardOf(alarm));
      shard.alarms.set(placeOf(alarm), alarm);
      if (!shard.isSwept) shard.sentUpTo = Math.min(alarm.at, shard.sentUpTo ?? alarm.at);
    },

    async read(number, { from, to }, { limit, cursor = '' }) {
      const rest = [...shardAt(number).alarms]
        .filter(([place, { at }]) => place > cursor && at >= from && at < to)
        .sort(([a], [b]) => (a < b ? -1 : 1));
      const page = rest.slice(0, limit);
      const last = page.at(-1);
      return { alarms: page.map(([, alarm]) => alarm), ...(last && rest.length > limit && { cursor: last[0] }) };
    },

    async sentUpTo(number) {
      return shardAt(number).sentUpTo;
    },

    async advance(number, from, to) {
      const shard = shardAt(number);
      if (shard.sentUpTo !== from) return;
      shard.sentUpTo = to;
      shard.isSwept = true;
    },
  };
}

/** By instant first: every instant has 13 digits until the year 2286. */
const placeOf = (alarm: Alarm) => `${String(alarm.at).padStart(13, '0')} ${nameOf(alarm)}`;
