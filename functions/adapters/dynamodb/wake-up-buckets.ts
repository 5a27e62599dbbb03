import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type Instant, minutes } from '#core/instant.ts';
import type { Clock, Report } from '#core/ports.ts';
import { fixedRetention } from '#core/retention.ts';
import type { WakeUp, WakeUpBuckets } from '#core/wake-ups/ports.ts';
import { shardOf } from '#core/wake-ups/sweep.ts';
import { wakeUpOfAnyKind, wakeUp as wakeUpShape } from '../codec/fields.ts';
import { type DynamoTable, expiry, isWritten } from './document-client.ts';
import { readableItems } from './readable.ts';
import { beginningOf, bucketPartition, instantOf, markKey, wakeUpKey } from './wake-ups-table.ts';

const minute = minutes(1);

const placeShape = z.object({ sk: z.string() });
const markShape = z.object({ sentUpTo: z.number() });
/**
 * The wake-up in an item. One of a kind that only a newer version knows is sent as it is: it is for that version, and this
 * one passes the minute only once.
 */
function parseWakeUpItem({ pk: _, sk: __, expiresAt: ___, ...content }: Record<string, unknown>): WakeUp {
  const known = wakeUpShape.safeParse(content);
  return known.success ? known.data : wakeUpOfAnyKind.parse(content);
}

type Start = Record<string, unknown> | undefined;

interface Options {
  readonly clock: Clock;
  /** @default - unreadable wake-ups are not reported */
  readonly report?: Report;
  /** A sweeper that is down for longer than this loses wake-ups. @default 7 */
  readonly keptForDays?: number;
}

/**
 * Keeps wake-ups in the wake-ups table: a partition for each shard and minute, and a mark for each shard.
 *
 * Reading costs a query for each minute of the span, empty or not. What has expired is not read, so a sweep never goes
 * through more minutes than wake-ups are kept for, however long it was down.
 */
export function makeDynamoWakeUpBuckets(
  table: DynamoTable,
  { clock, report = () => {}, keptForDays = fixedRetention.wakeUps.days }: Options,
): WakeUpBuckets {
  /** For each shard an instant that its mark was not beyond. `put` moves marks back, and a sweep moves them on. */
  const knownMarks = new Map<number, Instant>();

  /** Makes sure that the shard has a mark, not beyond `at`. Costs a write when this process does not know it yet. */
  async function ensureMark(shard: number, at: Instant) {
    if ((knownMarks.get(shard) ?? Number.POSITIVE_INFINITY) <= at) return;
    await isWritten(
      table.client.send(
        new UpdateCommand({
          TableName: table.tableName,
          Key: markKey(shard),
          UpdateExpression: 'SET sentUpTo = :at',
          ConditionExpression: 'attribute_not_exists(sentUpTo) OR sentUpTo > :at',
          ExpressionAttributeValues: { ':at': at },
        }),
      ),
    );
    knownMarks.set(shard, at);
  }

  async function query(pk: string, [first, last]: readonly [string, string], limit: number, start: Start) {
    const { Items = [], LastEvaluatedKey } = await table.client.send(
      new QueryCommand({
        TableName: table.tableName,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: { ':pk': pk, ':first': first, ':last': last },
        ConsistentRead: true,
        Limit: limit,
        ExclusiveStartKey: start,
      }),
    );
    return { found: Items.map(readable), next: LastEvaluatedKey };
  }

  /** A wake-up that cannot be read must not prevent those behind it from firing. */
  function readable(item: Record<string, unknown>): { sk: string; wakeUp?: WakeUp } {
    const { sk } = placeShape.parse(item);
    const [wakeUp] = readableItems([item], parseWakeUpItem, report);
    return { sk, ...(wakeUp && { wakeUp }) };
  }

  return {
    async put(wakeUp) {
      const shard = shardOf(wakeUp);
      const Item = { ...wakeUpKey(shard, wakeUp), ...wakeUp, ...expiry(wakeUp.at, keptForDays) };
      await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
      await ensureMark(shard, wakeUp.at);
    },

    async read(shard, { from, to }, { limit, cursor }) {
      const ends = [beginningOf(from), beginningOf(to)] as const;
      const oldest = Math.max(from, clock.now() - minutes(keptForDays * 24 * 60));
      const begin = cursor === undefined ? oldest : instantOf(cursor);
      let start: Start = cursor === undefined ? undefined : { pk: bucketPartition(shard, begin), sk: cursor };
      const wakeUps: WakeUp[] = [];
      let looked = 0;
      for (let at = begin - (begin % minute); at < to; at += minute) {
        do {
          const page = await query(bucketPartition(shard, at), ends, limit - looked, start);
          wakeUps.push(...page.found.flatMap(({ wakeUp }) => wakeUp ?? []));
          looked += page.found.length;
          const last = page.found.at(-1);
          if (last && looked === limit) return { wakeUps, cursor: last.sk };
          start = page.next;
        } while (start);
      }
      return { wakeUps };
    },

    async sentUpTo(shard) {
      const { client, tableName: TableName } = table;
      const { Item } = await client.send(new GetCommand({ TableName, Key: markKey(shard), ConsistentRead: true }));
      return Item && markShape.parse(Item).sentUpTo;
    },

    async advance(shard, from, to) {
      await isWritten(
        table.client.send(
          new UpdateCommand({
            TableName: table.tableName,
            Key: markKey(shard),
            UpdateExpression: 'SET sentUpTo = :to',
            ConditionExpression: 'sentUpTo = :from',
            ExpressionAttributeValues: { ':from': from, ':to': to },
          }),
        ),
      );
    },
  };
}
