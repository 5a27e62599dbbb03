import { type Alarm, nameOf } from '#core/alarms/ports.ts';
import { type Instant, toIso } from '#core/instant.ts';

/**
 * The alarms table.
 *
 * | access pattern | operation | key |
 * | - | - | - |
 * | alarms of a shard within a minute, by instant | PutItem, Query | `BUCKET#{shard}#{minute}`, each `{instant}#{target}` |
 * | up to which instant a shard has been sent | GetItem, UpdateItem | `SHARD#{shard}`, `MARK` |
 *
 * Minutes are written as `2026-11-21T09:30`, instants as padded milliseconds, so text order is their order.
 * Alarms carry `expiresAt` (epoch seconds, the TTL attribute), a week after their instant; marks stay for ever.
 */
export const alarmsTable = { partitionKey: 'pk', sortKey: 'sk', timeToLive: 'expiresAt' } as const;

const instantDigits = 15;

export const bucketPartition = (shard: number, at: Instant) => `BUCKET#${shard}#${toIso(at).slice(0, 16)}`;

/** Before every alarm of this instant, and behind those of the one before. */
export const beginningOf = (at: Instant) => String(at).padStart(instantDigits, '0');

export const alarmKey = (shard: number, alarm: Alarm) => ({
  pk: bucketPartition(shard, alarm.at),
  sk: `${beginningOf(alarm.at)}#${nameOf(alarm)}`,
});

/** The instant inside an alarm's sort key. */
export const instantOf = (sk: string): Instant => Number(sk.slice(0, instantDigits));

export const markKey = (shard: number) => ({ pk: `SHARD#${shard}`, sk: 'MARK' });
