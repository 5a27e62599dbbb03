import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { chunkCount } from '#core/forced-logouts/plan-job.ts';
import type { ChunkReceipt, JobPage, PageTally } from '#core/forced-logouts/ports.ts';
import { countOutcomes } from '#core/forced-logouts/result.ts';

const counted = z._default(z.number(), 0);

/** A tally: nothing is counted before the first receipt, and nothing is expected before the page is planned. */
const tallyShape = z.object({
  sk: z.string(),
  agents: z.number(),
  chunks: z.number(),
  agentsDone: counted,
  /** The numbers of the chunks that have been counted. */
  done: z.exactOptional(z.set(z.number())),
  matched: counted,
  loggedOut: counted,
  deferred: counted,
  alreadySignedOut: counted,
  skipped: counted,
  failed: counted,
  unconfirmed: z.exactOptional(z.number()),
});

/** The tally of an item; none when its page was never planned. */
export function fromTallyItem(item: Record<string, unknown>): PageTally[] {
  if (item.chunks === undefined) return [];
  const { sk, agents, agentsDone, chunks, done, ...counts } = tallyShape.parse(item);
  return [
    { page: Number(sk.slice(sk.indexOf('#') + 1)), agents, agentsDone, chunks, chunksDone: done?.size ?? 0, counts },
  ];
}

/** The item of a tally. */
interface Target {
  readonly TableName: string;
  readonly Key: Record<string, unknown>;
  readonly expiresAt: number;
}

/** Writes how much a page expects. Safe to repeat, and leaves alone what has been counted in the meantime. */
export function openTally({ found, chunkSize }: JobPage, { TableName, Key, expiresAt }: Target): UpdateCommand {
  const agents = found.reduce((sum, { agentIds }) => sum + agentIds.length, 0);
  return new UpdateCommand({
    TableName,
    Key,
    UpdateExpression: 'SET agents = :agents, chunks = :chunks, expiresAt = :expiresAt',
    ExpressionAttributeValues: { ':agents': agents, ':chunks': chunkCount(agents, chunkSize), ':expiresAt': expiresAt },
  });
}

/** Counts a receipt unless its chunk has been counted: the number of the chunk and the sums are one write. */
export function countReceipt(
  { agents, chunk, results }: ChunkReceipt,
  { TableName, Key, expiresAt }: Target,
): UpdateCommand {
  const sums = { agentsDone: agents, ...countOutcomes(results.map(({ outcome }) => outcome)) };
  const names = Object.keys(sums);
  return new UpdateCommand({
    TableName,
    Key,
    UpdateExpression: `SET expiresAt = :expiresAt ADD done :chunks, ${names.map((name) => `#${name} :${name}`).join()}`,
    ConditionExpression: 'NOT contains(done, :chunk)',
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ':expiresAt': expiresAt,
      ':chunk': chunk,
      ':chunks': new Set([chunk]),
      ...Object.fromEntries(Object.entries(sums).map(([name, sum]) => [`:${name}`, sum])),
    },
  });
}
