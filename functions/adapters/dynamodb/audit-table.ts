import { createHash } from 'node:crypto';
import type { Instant } from '#core/instant.ts';

/**
 * The audit table. Each entry is one item, which is put once: no function may update or delete one.
 *
 * | access pattern | operation | key |
 * | - | - | - |
 * | keep an entry once for its event | PutItem with a condition | `AUDIT#{instanceId}#{shard}`, `{instant as 13 digits}#{eventId}` |
 * | entries of an instance by time | Query of every shard | the same |
 * | entries about an agent by time | Query on `byAgent` | `agent` = `{instanceId}#{agentId}`, the same sort key |
 * | entries of a job by time | Query of every shard on `byJob` | `job` = `{instanceId}#{jobId}#{shard}`, the same sort key |
 *
 * Jobs log out 400 agents a second, and other requests come on top, so entries of an instance and of a job are spread over four
 * shards by a hash of their events. Whoever lists them reads all shards and merges them: the sort key orders all entries. Both
 * indexes hold whole entries and are a moment late. Items carry `expiresAt` (epoch seconds, the TTL attribute).
 */
export const auditTable = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLive: 'expiresAt',
  byAgent: { name: 'byAgent', partitionKey: 'agent' },
  byJob: { name: 'byJob', partitionKey: 'job' },
} as const;

const shards = [0, 1, 2, 3] as const;

const shardOf = (eventId: string) => (createHash('sha256').update(eventId).digest()[0] ?? 0) % shards.length;

const latestInstant = 9_999_999_999_999;

/** Where an entry sorts. An instant has 13 digits until the year 2286; one alone sorts before its entries. */
export const auditPlace = (at: Instant, eventId?: string) =>
  `${String(Math.min(Math.max(at, 0), latestInstant)).padStart(13, '0')}${eventId === undefined ? '' : `#${eventId}`}`;

/** The instant and the event of a place. @throws Error when it is none */
export function fromAuditPlace(place: string): { readonly at: Instant; readonly eventId: string } {
  const [, instant, eventId] = /^(\d{13})#(.+)$/s.exec(place) ?? [];
  if (instant === undefined || eventId === undefined) throw new Error(`Not a place in the audit: ${place}`);
  return { at: Number(instant), eventId };
}

interface Placed {
  readonly instanceId: string;
  readonly eventId: string;
  readonly at: Instant;
  readonly agentId?: string;
  readonly jobId?: number;
}

const ofInstance = (instanceId: string, shard: number) => `AUDIT#${instanceId}#${shard}`;
const ofAgent = (instanceId: string, agentId: string) => `${instanceId}#${agentId}`;
const ofJob = (instanceId: string, jobId: number, shard: number) => `${instanceId}#${jobId}#${shard}`;

/** The keys of an entry in the table and its indexes. */
export function auditKeys({ instanceId, eventId, at, agentId, jobId }: Placed) {
  const shard = shardOf(eventId);
  return {
    pk: ofInstance(instanceId, shard),
    sk: auditPlace(at, eventId),
    ...(agentId !== undefined && { agent: ofAgent(instanceId, agentId) }),
    ...(jobId !== undefined && { job: ofJob(instanceId, jobId, shard) }),
  };
}

/** The agent and the job inside the keys of an item. */
export const namedInKeys = ({ agent, job }: { readonly agent?: string; readonly job?: string }) => ({
  ...(agent !== undefined && { agentId: agent.slice(agent.indexOf('#') + 1) }),
  ...(job !== undefined && { jobId: Number(job.split('#')[1]) }),
});

/** The partitions that have the entries of a query, in the table or an index of it. */
export function auditPartitions(
  instanceId: string,
  { agentId, jobId }: Pick<Placed, 'agentId' | 'jobId'>,
): { readonly index?: string; readonly key: string; readonly partitions: readonly string[] } {
  const { partitionKey, byAgent, byJob } = auditTable;
  if (agentId !== undefined) {
    return { index: byAgent.name, key: byAgent.partitionKey, partitions: [ofAgent(instanceId, agentId)] };
  }
  if (jobId !== undefined) {
    const partitions = shards.map((shard) => ofJob(instanceId, jobId, shard));
    return { index: byJob.name, key: byJob.partitionKey, partitions };
  }
  return { key: partitionKey, partitions: shards.map((shard) => ofInstance(instanceId, shard)) };
}
