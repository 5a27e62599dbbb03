/**
 * The limits table.
 *
 * | access pattern | operation | key |
 * | - | - | - |
 * | a caller takes a token | UpdateItem | `LIMIT#{instanceId}#{callerId}` |
 *
 * A bucket carries `expiresAt` (epoch seconds, the TTL attribute), a day after its last token: it has long been full
 * then, and no bucket is as good as a full one.
 */
export const limitsTable = { partitionKey: 'pk', timeToLive: 'expiresAt' } as const;

export const limitKey = (instanceId: string, callerId: string) => ({ pk: `LIMIT#${instanceId}#${callerId}` });
