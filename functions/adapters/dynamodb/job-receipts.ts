import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { JobKey } from '#core/forced-logouts/logout-job.ts';
import type { ChunkKey, ChunkReceipt, LogoutJobReceipts, PageTally } from '#core/forced-logouts/ports.ts';
import type { AgentResult, ResultOutcome } from '#core/forced-logouts/result.ts';
import type { SkipReason } from '#core/forced-logouts/selection.ts';
import type { Clock, Report } from '#core/ports.ts';
import { keyword, matchedBy, texts } from '../codec/fields.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { type DynamoTable, expiry, isWritten } from './document-client.ts';
import { countReceipt, fromTallyItem } from './job-tally.ts';
import { jobKeys, receiptPrefix, tallyPrefix } from './jobs-table.ts';
import { readableItems } from './readable.ts';

/** Release 0.1.0 stored a number, `lostWrapUps`. */
const resultShape: z.ZodMiniType<AgentResult> = z.pipe(
  z.object({
    agentId: z.string(),
    outcome: keyword<ResultOutcome>(),
    previousStatus: z.exactOptional(z.string()),
    currentStatus: z.exactOptional(z.string()),
    contacts: z.number(),
    losesAfterContactWork: z.exactOptional(z.literal(true)),
    lostWrapUps: z.exactOptional(z.number()),
    notStopped: z.exactOptional(texts),
    why: z.exactOptional(keyword<SkipReason>()),
    matchedBy,
  }),
  z.transform(({ lostWrapUps, ...result }) => ({
    ...result,
    ...(lostWrapUps && { losesAfterContactWork: true as const }),
  })),
);

const receiptShape: z.ZodMiniType<ChunkReceipt> = z.object({
  page: z.number(),
  chunk: z.number(),
  agents: z.number(),
  results: z.array(resultShape),
});

const whole = z.int().check(z.nonnegative());
/** Where a list of results continues: page, chunk, and the row in it. */
const placeShape = z.tuple([whole.check(z.maximum(99_999_999)), whole.check(z.maximum(9_999)), whole]);
/** Receipts read at once: the rows of one answer are seldom in more than two. */
const receiptsAtOnce = 2;

interface Options {
  readonly clock: Clock;
  /** How long a receipt is kept. Read with every write. */
  readonly keptForDays: number;
  /** @default - unreadable receipts are not reported */
  readonly report?: Report;
}

/**
 * Keeps the receipts of logout jobs in the jobs table, and counts each in the tally of its page.
 *
 * Receipt and tally are two writes. A crash between them leaves a receipt that is not counted; when it is added again, the
 * stored receipt is found and counted. The tally remembers which chunks it has counted.
 */
export function makeDynamoLogoutJobReceipts(table: DynamoTable, options: Options): LogoutJobReceipts {
  const { report = () => {} } = options;

  async function find(job: JobKey, { page, chunk }: ChunkKey): Promise<ChunkReceipt | undefined> {
    const { client, tableName: TableName } = table;
    const Key = jobKeys(job).receipt(page, chunk);
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item && receiptShape.parse(Item);
  }

  async function* query(condition: string, values: Record<string, string>, limit?: number) {
    let start: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await table.client.send(
        new QueryCommand({
          TableName: table.tableName,
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

  /** Receipts in the order of pages and chunks, beginning with this one. */
  async function* receiptsFrom(job: JobKey, page: number, chunk: number) {
    const { pk, receipt } = jobKeys(job);
    const ends = { ':first': receipt(page, chunk).sk, ':last': `${receiptPrefix}~` };
    const items = query('sk BETWEEN :first AND :last', { ':pk': pk, ...ends }, receiptsAtOnce);
    for await (const item of items) yield* readableItems([item], receiptShape.parse, report);
  }

  return {
    find,

    async add(job, receipt) {
      const { client, tableName: TableName } = table;
      const { page, chunk } = receipt;
      const lifetime = expiry(options.clock.now(), options.keptForDays);
      const Item = { ...jobKeys(job).receipt(page, chunk), ...receipt, ...lifetime };
      const isFirst = await isWritten(
        client.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
      );
      const stored = isFirst ? receipt : await find(job, receipt);
      if (!stored) throw new Error(`Receipt ${page}.${chunk} of job ${job.jobId} was removed while it was added`);
      await isWritten(client.send(countReceipt(stored, { TableName, Key: jobKeys(job).tally(page), ...lifetime })));
    },

    async tallies(job) {
      const items = query('begins_with(sk, :prefix)', { ':pk': jobKeys(job).pk, ':prefix': tallyPrefix });
      const tallies: PageTally[] = [];
      for await (const item of items) tallies.push(...fromTallyItem(item));
      return tallies;
    },

    async results(job, { limit, cursor }) {
      const list = jobKeys(job).pk;
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
