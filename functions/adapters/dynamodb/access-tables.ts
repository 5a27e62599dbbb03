import type { RecordKey } from '#core/access/idempotency.ts';
import type { RefusalWindow } from '#core/access/refusals.ts';
import type { Guesser } from '#core/agent-clients/password-guesses.ts';

/**
 * The keys table: what callers and agents prove their identity with, hashed.
 *
 * | access pattern | operation | key |
 * | - | - | - |
 * | the API key that a caller names | GetItem, PutItem, DeleteItem | `KEY#{keyId}` |
 * | the ids of an instance's API keys, whose items tell whether they are still there | GetItem, UpdateItem, BatchGetItem | `KEYS#{instanceId}` |
 * | an agent's password | GetItem, PutItem, DeleteItem | `PASSWORD#{instanceId}#{agentId}` |
 */
export const keysTable = { partitionKey: 'pk' } as const;

export const apiKeyKey = (keyId: string) => ({ pk: `KEY#${keyId}` });

export const apiKeyIdsKey = (instanceId: string) => ({ pk: `KEYS#${instanceId}` });

export const passwordKey = ({ instanceId, agentId }: { readonly instanceId: string; readonly agentId: string }) => ({
  pk: `PASSWORD#${instanceId}#${agentId}`,
});

/**
 * The signing keys table, separate from the settings so that only functions that issue or verify tokens may read it.
 *
 * | access pattern | operation | key |
 * | - | - | - |
 * | the keys that sign an instance's tokens | GetItem, PutItem if nobody else has | `SIGNING#{instanceId}` |
 */
export const signingKeysTable = { partitionKey: 'pk' } as const;

export const signingKeyKey = (instanceId: string) => ({ pk: `SIGNING#${instanceId}` });

/**
 * The limits table.
 *
 * | access pattern | operation | key |
 * | - | - | - |
 * | a request of a caller takes a token from the caller's bucket, or one from a bucket of all instances | UpdateItem | `LIMIT#{instanceId}#{callerId}`, `LIMIT#*#{callerId}` |
 * | the attempts at an agent's password from one source | GetItem, UpdateItem, DeleteItem | `GUESS#{instanceId}#{agentId}#{source}` |
 * | the attempts at an agent's password from anywhere | Query on `byGuessed` | `{instanceId}#{agentId}` |
 * | what became of a request with an idempotency key | GetItem, UpdateItem | `REQUEST#{instanceId}#{digest of caller and key}` |
 * | that strangers' requests may be crowded out | GetItem, UpdateItem | `FLOOD` |
 * | how many requests of strangers a route has refused in five seconds | UpdateItem | `FLOOD#{routeKey}#{number}` |
 *
 * A bucket carries `expiresAt` (epoch seconds, the TTL attribute). It has been full for long by then, and no bucket is the
 * same as a full one. The index holds attempts only, and nothing but keys. Attempts that have expired count no more, whether they are still there or not.
 */
export const limitsTable = {
  partitionKey: 'pk',
  timeToLive: 'expiresAt',
  byGuessed: { name: 'byGuessed', partitionKey: 'guessed' },
} as const;

export const limitKey = (instanceId: string, callerId: string) => ({ pk: `LIMIT#${instanceId}#${callerId}` });

export const guessKey = ({ agent: { instanceId, agentId }, source }: Guesser) => ({
  pk: `GUESS#${instanceId}#${agentId}#${source}`,
});

export const requestKey = ({ instanceId, id }: RecordKey) => ({ pk: `REQUEST#${instanceId}#${id}` });

/** The partition of the index in which the attempts at an agent's password are. */
export const guessedPartition = ({ instanceId, agentId }: Guesser['agent']) => `${instanceId}#${agentId}`;

export const floodKey = { pk: 'FLOOD' };

export const refusalsKey = ({ routeKey, number }: RefusalWindow) => ({ pk: `FLOOD#${routeKey}#${number}` });
