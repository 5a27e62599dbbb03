import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Clock } from '#core/ports.ts';
import type { AgentResult } from '#core/sessions/agent-result.ts';
import type { JobKey } from '#core/sessions/logout-job.ts';
import type { ChunkKey, ChunkReceipt, LogoutJobReceipts, PageTally } from '#core/sessions/ports.ts';
import { decodeCursor, encodeCursor } from '../../cursor.ts';
import { isWritten } from '../conditional-write.ts';
import type { DynamoTable } from '../document-client.ts';
import { jobKeys, receiptPrefix, tallyPrefix } from './keys.ts';
import { expiry } from './lifetime.ts';
import { receiptShape } from './result-shapes.ts';
import { countReceipt, fromTallyItem } from './tally.ts';

const whole = z.int().check(z.nonnegative());
/** Where the rows go on: page, chunk, and the row in it. */
const placeShape = z.tuple([whole.check(z.maximum(99_999_999)), whole.check(z.maximum(9_999)), whole]);
/** Receipts read at once: the rows of one answer seldom lie in more than two. */
const receiptsAtOnce = 2;

/**
 * Keeps the receipts of logout jobs in the jobs table, and counts each in the tally of its page.
 *
 * Receipt and tally are two writes. A crash between them leaves a receipt that is not counted; whoever adds it again
 * finds it standing and counts what stands. The tally remembers which chunks it has counted.
 */
export function makeDynamoLogoutJobReceipts({
  client,
  tableName: TableName,
  clock,
}: DynamoTable & { readonly clock: Clock }): LogoutJobReceipts {
  const keysOf = ({ instanceId, jobId }: JobKey) => jobKeys(instanceId, jobId);

  async function find(job: JobKey, { page, chunk }: ChunkKey): Promise<ChunkReceipt | undefined> {
    const Key = keysOf(job).receipt(page, chunk);
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item && receiptShape.parse(Item);
  }

  async function* query(condition: string, values: Record<string, string>, limit?: number) {
    let start: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: `pk = :pk AND ${condition}`,
          ExpressionAttributeValues: values,
          ConsistentRead: true,
          Limit: limit,
          ExclusiveStartKey: start,
        }),
      );
      yield* Items;
      start = LastEvaluatedKey;
    } while (start);
  }

  /** Receipts in the order of pages and chunks, from this one on. */
  async function* receiptsFrom(job: JobKey, page: number, chunk: number) {
    const { pk, receipt } = keysOf(job);
    const ends = { ':first': receipt(page, chunk).sk, ':last': `${receiptPrefix}~` };
    const items = query('sk BETWEEN :first AND :last', { ':pk': pk, ...ends }, receiptsAtOnce);
    for await (const item of items) yield receiptShape.parse(item);
  }

  return {
    find,

    async add(job, receipt) {
      const { page, chunk } = receipt;
      const lifetime = expiry(clock.now());
      const Item = { ...keysOf(job).receipt(page, chunk), ...receipt, ...lifetime };
      const isFirst = await isWritten(
        client.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
      );
      const standing = isFirst ? receipt : await find(job, receipt);
      if (!standing) throw new Error(`Receipt ${page}.${chunk} of job ${job.jobId} was removed while it was added`);
      const tally = { TableName, Key: keysOf(job).tally(page), ...lifetime };
      await isWritten(client.send(countReceipt(standing, tally)));
    },

    async tallies(job) {
      const items = query('begins_with(sk, :prefix)', { ':pk': keysOf(job).pk, ':prefix': tallyPrefix });
      const tallies: PageTally[] = [];
      for await (const item of items) tallies.push(...fromTallyItem(item));
      return tallies;
    },

    async results(job, { limit, cursor }) {
      const list = keysOf(job).pk;
      const [page, chunk, firstRow] = cursor === undefined ? [0, 0, 0] : decodeCursor(list, placeShape, cursor);
      const results: AgentResult[] = [];
      for await (const receipt of receiptsFrom(job, page, chunk)) {
        const skipped = receipt.page === page && receipt.chunk === chunk ? firstRow : 0;
        for (const [row, result] of receipt.results.entries()) {
          if (row < skipped) continue;
          if (results.length === limit) {
            return { results, cursor: encodeCursor(list, [receipt.page, receipt.chunk, row]) };
          }
          results.push(result);
        }
      }
      return { results };
    },
  };
}
