import { type Instant, toIso } from '#core/instant.ts';
import { nameOf, type WakeUp } from '#core/wake-ups/ports.ts';

/**
 * The wake-ups table.
 *
 * | access pattern | operation | key |
 * | - | - | - |
 * | wake-ups of a shard within a minute, by instant | PutItem, Query | `BUCKET#{shard}#{minute}`, each `{instant}#{target}` |
 * | the instant up to which a shard has been sent | GetItem, UpdateItem | `SHARD#{shard}`, `MARK` |
 *
 * Minutes are written as `2026-11-21T09:30`, instants as padded milliseconds, so text order is their order.
 * Wake-ups carry `expiresAt` (epoch seconds, the TTL attribute); marks are kept.
 */
export const wakeUpsTable = { partitionKey: 'pk', sortKey: 'sk', timeToLive: 'expiresAt' } as const;

const instantDigits = 15;

export const bucketPartition = (shard: number, at: Instant) => `BUCKET#${shard}#${toIso(at).slice(0, 16)}`;

/** Sorts before every wake-up of this instant, and after those of the instant before. */
export const beginningOf = (at: Instant) => String(at).padStart(instantDigits, '0');

export const wakeUpKey = (shard: number, wakeUp: WakeUp) => ({
  pk: bucketPartition(shard, wakeUp.at),
  sk: `${beginningOf(wakeUp.at)}#${nameOf(wakeUp)}`,
});

/** The instant inside a wake-up's sort key. */
export const instantOf = (sk: string): Instant => Number(sk.slice(0, instantDigits));

export const markKey = (shard: number) => ({ pk: `SHARD#${shard}`, sk: 'MARK' });
