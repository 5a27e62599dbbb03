import type { Instant } from '#core/instant.ts';
import { nameOf, type WakeUp, type WakeUpBuckets, type WakeUps } from '#core/wake-ups/ports.ts';
import { shardCount, shardOf } from '#core/wake-ups/sweep.ts';

/** Wake-ups that fire when a test asks for them. */
export interface MemoryWakeUps extends WakeUps {
  /** The wake-ups that are due by `now`, the earliest first. Each is returned once. */
  wake(now: Instant): readonly WakeUp[];
  /** The wake-ups that have not fired, in the order in which they were set. */
  pending(): readonly WakeUp[];
}

/** Holds wake-ups in memory. */
export function makeMemoryWakeUps(): MemoryWakeUps {
  let wakeUps: WakeUp[] = [];
  return {
    async set(wakeUp) {
      wakeUps.push(wakeUp);
    },
    wake(now) {
      const due = wakeUps.filter(({ at }) => at <= now);
      wakeUps = wakeUps.filter(({ at }) => at > now);
      return due.sort((a, b) => a.at - b.at);
    },
    pending: () => [...wakeUps],
  };
}

/** A shard: its wake-ups by instant and name, and up to where it has been sent. */
interface Shard {
  readonly wakeUps: Map<string, WakeUp>;
  sentUpTo?: Instant;
  isSwept: boolean;
}

/** Keeps wake-up buckets in memory. */
export function makeMemoryWakeUpBuckets(): WakeUpBuckets {
  const shards = Array.from({ length: shardCount }, (): Shard => ({ wakeUps: new Map(), isSwept: false }));
  const shardAt = (number: number): Shard => {
    const shard = shards[number];
    if (!shard) throw new Error(`There is no shard ${number}`);
    return shard;
  };
  return {
    async put(wakeUp) {
      const shard = shardAt(shardOf(wakeUp));
      shard.wakeUps.set(placeOf(wakeUp), wakeUp);
      if (!shard.isSwept) shard.sentUpTo = Math.min(wakeUp.at, shard.sentUpTo ?? wakeUp.at);
    },

    async read(number, { from, to }, { limit, cursor = '' }) {
      const rest = [...shardAt(number).wakeUps]
        .filter(([place, { at }]) => place > cursor && at >= from && at < to)
        .sort(([a], [b]) => (a < b ? -1 : 1));
      const page = rest.slice(0, limit);
      const last = page.at(-1);
      return { wakeUps: page.map(([, wakeUp]) => wakeUp), ...(last && rest.length > limit && { cursor: last[0] }) };
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
const placeOf = (wakeUp: WakeUp) => `${String(wakeUp.at).padStart(13, '0')} ${nameOf(wakeUp)}`;
