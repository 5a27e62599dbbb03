import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { BadCursorError } from '#core/agents/ports.ts';
import type { AuditDetails, AuditEntry, AuditQuery, AuditTrail } from '#core/audit/ports.ts';
import type { Report } from '#core/ports.ts';
import { origin } from '../codec/fields.ts';
import { optional, savedAs } from '../codec/saved-as.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { auditKeys, auditPartitions, auditPlace, auditTable, fromAuditPlace, namedInKeys } from './audit-table.ts';
import { type DynamoTable, expiry, isWritten } from './document-client.ts';
import { readableItems } from './readable.ts';

/** What an item holds beside its keys, which have the instant, the event, the agent and the job. */
const entry = savedAs<Pick<AuditEntry, 'type' | 'requestedBy' | 'from' | 'reason' | 'details'>>({
  type: ['t', z.string()],
  requestedBy: ['by', z.string()],
  from: optional(origin),
  reason: ['why', optional(z.string())],
  details: ['d', z.custom<AuditDetails>((value) => typeof value === 'object' && value !== null)],
});

const stored = z.looseObject({
  ...entry.shape,
  sk: z.string(),
  agent: z.exactOptional(z.string()),
  job: z.exactOptional(z.string()),
});

type Item = Readonly<Record<string, unknown>>;

function entryOf(instanceId: string, item: Item): AuditEntry {
  const read = stored.parse(item);
  return { instanceId, ...fromAuditPlace(read.sk), ...namedInKeys(read), ...entry.readDeclared(read) };
}

/** A place in a cursor: DynamoDB would refuse a key that is longer than any event's. */
const placeShape = z.string().check(z.regex(/^\d{13}#/), z.maxLength(512));

const earliest = auditPlace(0);
/** After every entry. */
const latest = '9'.repeat(14);

interface Options {
  /** How long an entry is kept, in days. Read with every write. */
  readonly keptForDays: number;
  /** @default - entries that cannot be read are not reported */
  readonly report?: Report;
}

/** Keeps the audit in a table of its own. */
export function makeDynamoAuditTrail(table: DynamoTable, options: Options): AuditTrail {
  /** The last items of a partition up to a place, that one included, and whether there are more before them. */
  async function lastOf(
    {
      index,
      key,
      partition,
    }: { readonly index?: string | undefined; readonly key: string; readonly partition: string },
    [low, high]: readonly [string, string],
    limit: number,
  ) {
    const { Items = [], LastEvaluatedKey } = await table.client.send(
      new QueryCommand({
        TableName: table.tableName,
        IndexName: index,
        KeyConditionExpression: '#key = :partition AND sk BETWEEN :low AND :high',
        ExpressionAttributeNames: { '#key': key },
        ExpressionAttributeValues: { ':partition': partition, ':low': low, ':high': high },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    return { items: Items, hasMore: LastEvaluatedKey !== undefined };
  }

  return {
    async record(kept) {
      const Item = { ...auditKeys(kept), ...entry.write(kept), ...expiry(kept.at, options.keptForDays) };
      const ConditionExpression = `attribute_not_exists(${auditTable.partitionKey})`;
      // An event that is delivered again finds its entry.
      await isWritten(table.client.send(new PutCommand({ TableName: table.tableName, Item, ConditionExpression })));
    },

    async page(instanceId, query, { limit, cursor }) {
      const { agentId, jobId, from, to } = query;
      const { partitions, ...place } = auditPartitions(instanceId, query);
      const list = listOf(instanceId, query);
      const before = cursor === undefined ? undefined : decodeCursor(list, placeShape, cursor);
      const low = from === undefined ? earliest : auditPlace(from);
      const high = before ?? (to === undefined ? latest : auditPlace(to));
      if (high < low) throw new BadCursorError();
      // One more than a page shows whether there are more, and another is the place that the page begins after.
      const found = await Promise.all(
        partitions.map((partition) => lastOf({ ...place, partition }, [low, high], limit + 2)),
      );
      const { page, hasMore, last } = latestOf(found, before, limit);
      const read = readableItems(page, (item) => entryOf(instanceId, item), options.report ?? (() => {}));
      return {
        entries: read.filter((each) => agentId === undefined || jobId === undefined || each.jobId === jobId),
        ...(hasMore && last !== undefined && { cursor: encodeCursor(list, last) }),
      };
    },
  };
}

interface Found {
  readonly items: readonly Item[];
  readonly hasMore: boolean;
}

const placeOf = (item: Item) => String(item[auditTable.sortKey]);

/** The latest items of several partitions before a place. */
function latestOf(found: readonly Found[], before: string | undefined, limit: number) {
  const all = found
    .flatMap(({ items }) => items)
    .filter((item) => placeOf(item) !== before)
    .sort((one, other) => (placeOf(one) > placeOf(other) ? -1 : 1));
  // What a partition has beyond its last item is not known, and would come before the older items of others.
  const ends = found.flatMap(({ items, hasMore }) => (hasMore ? items.slice(-1).map(placeOf) : []));
  const until = ends.toSorted().at(-1);
  const page = all.filter((item) => until === undefined || placeOf(item) >= until).slice(0, limit);
  const last = page.slice(-1).map(placeOf)[0];
  return { page, last, hasMore: until !== undefined || page.length < all.length };
}

/** Names a query, so that its cursors are valid for no other. */
const listOf = (instanceId: string, { agentId, jobId, from, to }: AuditQuery) =>
  ['AUDIT', instanceId, agentId, jobId, from, to].join('#');
