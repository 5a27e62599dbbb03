import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Alarm, AlarmBuckets } from '#core/alarms/ports.ts';
import { shardOf } from '#core/alarms/shard.ts';
import { type Instant, minutes } from '#core/instant.ts';
import type { Clock, Report } from '#core/ports.ts';
import { alarmShape } from '../../alarm-shape.ts';
import { isWritten } from '../conditional-write.ts';
import type { DynamoTable } from '../document-client.ts';
import { expiry } from '../expiry.ts';
import { alarmKey, beginningOf, bucketPartition, instantOf, markKey } from './keys.ts';

const minute = minutes(1);

const placeShape = z.object({ sk: z.string() });
const markShape = z.object({ sentUpTo: z.number() });
type Start = Record<string, unknown> | undefined;

/**
 * Keeps alarms in the alarms table: a partition for each shard and minute, and a mark for each shard.
 *
 * Reading costs a query for each minute of the span, empty or not. What has expired is not read, so that a sweep that
 * was away for however long has a week's minutes to go through and no more.
 */
export function makeDynamoAlarmBuckets({
  client,
  tableName: TableName,
  clock,
  report = () => {},
  keptForDays = 7,
}: DynamoTable & {
  readonly clock: Clock;
  /** @default nobody is told */
  readonly report?: Report;
  /** A sweeper that is away for longer than this loses alarms. */
  readonly keptForDays?: number;
}): AlarmBuckets {
  /** Of each shard an instant that its mark was not beyond. Marks are moved back by `put` or on by a sweep. */
  const knownMarks = new Map<number, Instant>();

  /** Has the mark of a shard be there and not beyond `at`. Costs a write when this process does not know it yet. */
  async function holdMark(shard: number, at: Instant) {
    if ((knownMarks.get(shard) ?? Number.POSITIVE_INFINITY) <= at) return;
    await isWritten(
      client.send(
        new UpdateCommand({
          TableName,
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
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: { ':pk': pk, ':first': first, ':last': last },
        ConsistentRead: true,
        Limit: limit,
        ExclusiveStartKey: start,
      }),
    );
    return { found: Items.map(readable), next: LastEvaluatedKey };
  }

  /** One alarm that nobody can read must not keep those behind it from ringing. */
  function readable(item: Record<string, unknown>): { sk: string; alarm?: Alarm } {
    const { sk } = placeShape.parse(item);
    const alarm = alarmShape.safeParse(item);
    if (alarm.success) return { sk, alarm: alarm.data };
    report(`Alarm ${sk} cannot be read and is passed over`, alarm.error);
    return { sk };
  }

  return {
    async put(alarm) {
      const shard = shardOf(alarm);
      const Item = { ...alarmKey(shard, alarm), ...alarm, ...expiry(alarm.at, keptForDays) };
      await client.send(new PutCommand({ TableName, Item }));
      await holdMark(shard, alarm.at);
    },

    async read(shard, { from, to }, { limit, cursor }) {
      const ends = [beginningOf(from), beginningOf(to)] as const;
      const oldest = Math.max(from, clock.now() - minutes(keptForDays * 24 * 60));
      const begin = cursor === undefined ? oldest : instantOf(cursor);
      let start: Start = cursor === undefined ? undefined : { pk: bucketPartition(shard, begin), sk: cursor };
      const alarms: Alarm[] = [];
      let looked = 0;
      for (let at = begin - (begin % minute); at < to; at += minute) {
        do {
          const page = await query(bucketPartition(shard, at), ends, limit - looked, start);
          alarms.push(...page.found.flatMap(({ alarm }) => alarm ?? []));
          looked += page.found.length;
          const last = page.found.at(-1);
          if (last && looked === limit) return { alarms, cursor: last.sk };
          start = page.next;
        } while (start);
      }
      return { alarms };
    },

    async sentUpTo(shard) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: markKey(shard), ConsistentRead: true }));
      return Item && markShape.parse(Item).sentUpTo;
    },

    async advance(shard, from, to) {
      await isWritten(
        client.send(
          new UpdateCommand({
            TableName,
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
