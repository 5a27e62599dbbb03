import { createHash } from 'node:crypto';
import type { Change } from '#core/supervisors/change.ts';

/**
 * The supervisors table.
 *
 * | access pattern | operation | key |
 * | - | - | - |
 * | who watches an instance, and until when its changes are kept | Query | `WATCH#{instanceId}` |
 * | one watch | PutItem, UpdateItem, DeleteItem | the same, `{watchId}` |
 * | until when changes are kept after somebody has stopped watching | UpdateItem | the same, `KEPT` |
 * | keep a change once for its event | PutItem with a condition | `FEED#{instanceId}#{shard}`, `{eventId}#{when it happened}` |
 * | changes of an instance by the instant they were kept | Query on `byTime` | the same partition, `at` = `{instant as 13 digits}#{eventId}` |
 *
 * `byTime` is a local index, because a page reads what was kept a moment ago. A bulk logout causes hundreds of changes a second, and
 * a partition takes 1 000 write units: changes are in four. Everything carries `expiresAt` (epoch seconds, the TTL attribute).
 */
export const supervisorsTable = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLive: 'expiresAt',
  byTime: { name: 'byTime', sortKey: 'at' },
} as const;

export const watchKey = (instanceId: string, watchId: string) => ({ pk: `WATCH#${instanceId}`, sk: watchId });

/** No watch has this id. */
export const keptId = 'KEPT';

const shards = 4;

const feedPartition = (instanceId: string, shard: number) => `FEED#${instanceId}#${shard}`;

export const feedPartitions = (instanceId: string): readonly string[] =>
  Array.from({ length: shards }, (_, shard) => feedPartition(instanceId, shard));

export const changeKey = ({ instanceId, eventId, at }: Pick<Change, 'instanceId' | 'eventId' | 'at'>) => {
  const [first = 0] = createHash('sha256').update(eventId).digest();
  return { pk: feedPartition(instanceId, first % shards), sk: `${eventId}#${at}` };
};
