import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Guard, GuardRefusal } from '#core/forced-logouts/guard.ts';
import type { ScheduleEvent, Skipped } from '#core/logout-schedules/events.ts';
import type { LastRun, LogoutSchedule, NextRun, ScheduleKey } from '#core/logout-schedules/logout-schedule.ts';
import { type WeeklyTime, weekdays } from '#core/logout-schedules/occurrence.ts';
import type { ListedSchedule, LogoutScheduleStore } from '#core/logout-schedules/ports.ts';
import type { Report } from '#core/ports.ts';
import { fixedRetention } from '#core/retention.ts';
import { nameOf } from '#core/wake-ups/ports.ts';
import { keyword, order, origin, selector, texts, timing, writeSelector } from '../codec/fields.ts';
import { eventsOf } from '../codec/recorded.ts';
import { type Codec, savedAs } from '../codec/saved-as.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { aggregateItem } from './aggregate-item.ts';
import { makeDynamoAggregateStore } from './aggregate-store.ts';
import { type DynamoTable, expiry } from './document-client.ts';
import { jobsTable, scheduleItemKey } from './jobs-table.ts';
import { readableItems } from './readable.ts';

const teamLeft = z.looseObject({
  teamId: z.string(),
  signedIn: z.number(),
  remaining: z.number(),
  minimum: z.number(),
});

const refusal: z.ZodMiniType<GuardRefusal> = z.discriminatedUnion('why', [
  z.looseObject({ why: z.literal('everybody'), found: z.number() }),
  z.looseObject({ why: z.literal('tooManyAgents'), found: z.number(), maximumAgents: z.number() }),
  z.looseObject({ why: z.literal('tooFewRemaining'), teams: z.array(teamLeft) }),
  z.looseObject({ why: z.literal('notCounted'), found: z.number() }),
]);

const ofSkipped = { why: keyword<Skipped['why']>(), refusal: z.exactOptional(refusal) };

const days = z.array(z.enum(weekdays));

const scheduleEvents = eventsOf<ScheduleKey, ScheduleEvent>({
  keyOf: ({ instanceId, scheduleId }) => ({ instanceId, scheduleId }),
  nameOf: ({ instanceId, scheduleId }) => nameOf({ kind: 'schedule', instanceId, scheduleId }),
  facts: {
    LogoutScheduleChanged: {
      ...{ order, timing, days, selection: z.looseObject({}), guard: z.looseObject({ confirmEveryone: z.boolean() }) },
      ...{ time: z.string(), timeZone: z.string(), enabled: z.boolean() },
    },
    LogoutScheduleDeleted: { deletedBy: z.string(), deletedFrom: z.exactOptional(origin) },
    LogoutScheduleSkipped: { order, scheduledAt: z.number(), ...ofSkipped },
  },
});

/** A limit that a newer version added is refused: without it more agents would be logged out. */
const guard: z.ZodMiniType<Guard> = z.strictObject({
  confirmsEveryone: z.boolean(),
  maximumAgents: z.exactOptional(z.number()),
  minimumRemaining: z.exactOptional(z.union([z.number(), z.record(z.string(), z.number())])),
});

const when: z.ZodMiniType<WeeklyTime> = z.looseObject({ days, minuteOfDay: z.number(), timeZone: z.string() });

const next: z.ZodMiniType<NextRun> = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('disabled') }),
  z.looseObject({ type: z.literal('waiting'), at: z.number() }),
  z.looseObject({ type: z.literal('begun'), at: z.number(), jobId: z.number() }),
]);

const lastRun: z.ZodMiniType<LastRun> = z.union([
  z.looseObject({ at: z.number(), jobId: z.number() }),
  z.looseObject({ at: z.number(), skipped: z.looseObject(ofSkipped) }),
]);

const change = z.looseObject({ at: z.number(), by: z.string() });

type Content = LogoutSchedule['content'];

const storedContent: z.ZodMiniType<Content> = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('kept'),
    request: z.looseObject({ selector, timing, order, guard }),
    ...{ when, next, lastRun: z.exactOptional(lastRun) },
    ...{ created: change, updated: change },
  }),
  z.looseObject({ type: z.literal('deleted'), deletedAt: z.number(), teamIds: z.exactOptional(texts) }),
]);

const content: Codec<Content, unknown> = {
  stored: storedContent,
  read: (stored) => stored as Content,
  write: (current) =>
    current.type === 'kept'
      ? { ...current, request: { ...current.request, selector: writeSelector(current.request.selector) } }
      : current,
};

/** Schedules have the names of the domain: there are few of them, and people read them. Only those that are deleted expire. */
const scheduleItem = aggregateItem<ScheduleKey, LogoutSchedule, ScheduleEvent>({
  keyOf: ({ instanceId, scheduleId }) => scheduleItemKey(instanceId, scheduleId),
  state: savedAs<Omit<LogoutSchedule, keyof ScheduleKey>>({ content }),
  events: scheduleEvents,
  derived: {
    [jobsTable.timeToLive]: ({ content }) =>
      content.type === 'deleted'
        ? expiry(content.deletedAt, fixedRetention.deletedSchedules.days).expiresAt
        : undefined,
  },
});

/** A place in a cursor: DynamoDB would refuse a key that is longer than any id. */
const placeShape = z.string().check(z.minLength(1), z.maxLength(64));
const keyShape = z.object({ sk: z.string() });
/** Items of one look-up. */
const lookedUpAtOnce = 1_000;

/** Keeps schedules in the jobs table. */
export function makeDynamoLogoutScheduleStore(table: DynamoTable, report: Report = () => {}): LogoutScheduleStore {
  /** A query of those that are not deleted; of 1 MB at most, because DynamoDB reads no more. */
  const query = (instanceId: string, more: { readonly Limit?: number; readonly Select?: 'COUNT' }, after?: string) =>
    table.client.send(
      new QueryCommand({
        TableName: table.tableName,
        KeyConditionExpression: 'pk = :pk',
        FilterExpression: 'attribute_not_exists(#expires)',
        ExpressionAttributeNames: { '#expires': jobsTable.timeToLive },
        ExpressionAttributeValues: { ':pk': scheduleItemKey(instanceId, '').pk },
        ConsistentRead: true,
        ExclusiveStartKey: after === undefined ? undefined : scheduleItemKey(instanceId, after),
        ...more,
      }),
    );
  const placeOf = (key: unknown) => (key === undefined ? undefined : keyShape.parse(key).sk);

  return {
    ...makeDynamoAggregateStore(
      table,
      scheduleItem,
      ({ instanceId, scheduleId }) => `Schedule ${instanceId}/${scheduleId}`,
    ),

    async list(instanceId, { limit, cursor }, isShown) {
      const { pk: list } = scheduleItemKey(instanceId, '');
      const read = (item: Record<string, unknown>): LogoutSchedule =>
        scheduleItem.fromItem({ instanceId, scheduleId: keyShape.parse(item).sk }, item).state;
      let after = cursor === undefined ? undefined : decodeCursor(list, placeShape, cursor);
      for (;;) {
        const { Items = [], LastEvaluatedKey } = await query(instanceId, { Limit: lookedUpAtOnce }, after);
        const found = readableItems(Items, read, report).filter(isKept).filter(isShown);
        const schedules = found.slice(0, limit);
        after = placeOf(LastEvaluatedKey);
        const last = found.length > limit || after !== undefined ? schedules.at(-1) : undefined;
        if (last) return { schedules, cursor: encodeCursor(list, last.scheduleId) };
        if (after === undefined) return { schedules };
      }
    },

    async count(instanceId) {
      let count = 0;
      let after: string | undefined;
      do {
        const { Count = 0, LastEvaluatedKey } = await query(instanceId, { Select: 'COUNT' }, after);
        count += Count;
        after = placeOf(LastEvaluatedKey);
      } while (after !== undefined);
      return count;
    },
  };
}

const isKept = (schedule: LogoutSchedule): schedule is ListedSchedule => schedule.content.type === 'kept';
