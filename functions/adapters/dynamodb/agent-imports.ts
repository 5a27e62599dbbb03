import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { AgentImport, ImportCounts, ImportKey, ImportPhase } from '#core/agent-imports/agent-import.ts';
import type { ImportEvent } from '#core/agent-imports/events.ts';
import type { ImportStore, Listings } from '#core/agent-imports/ports.ts';
import type { BackendFault } from '#core/backend-calls.ts';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';
import { nameOf } from '#core/wake-ups/ports.ts';
import { keyword, texts } from '../codec/fields.ts';
import { eventsOf } from '../codec/recorded.ts';
import { optional, savedAs } from '../codec/saved-as.ts';
import { importKeys, listedPrefix } from './agents-table.ts';
import { aggregateItem } from './aggregate-item.ts';
import { makeDynamoAggregateStore } from './aggregate-store.ts';
import type { DynamoTable } from './document-client.ts';

const ofCounts = {
  listed: z.number(),
  created: z.number(),
  changed: z.number(),
  deleted: z.number(),
  passedOver: z.number(),
};
const counts: z.ZodMiniType<ImportCounts> = z.looseObject(ofCounts);

const ofImport = {
  importId: z.string(),
  requestedBy: z.exactOptional(z.string()),
  startedAt: z.number(),
  finishedAt: z.number(),
};
const fault = keyword<BackendFault>();

const importEvents = eventsOf<ImportKey, ImportEvent>({
  keyOf: ({ instanceId }) => ({ instanceId }),
  nameOf: ({ instanceId }) => nameOf({ kind: 'import', instanceId }),
  facts: {
    AgentsImported: { ...ofImport, ...ofCounts },
    AgentImportFailed: { ...ofImport, fault },
  },
});

const progress: z.ZodMiniType<AgentImport['progress']> = z.discriminatedUnion('status', [
  z.looseObject({
    status: z.literal('running'),
    phase: keyword<ImportPhase>(),
    place: z.exactOptional(z.string()),
    pages: z.number(),
    movedAt: z.number(),
    checkAt: z.number(),
    failures: z.number(),
  }),
  z.looseObject({ status: z.literal('completed'), finishedAt: z.number() }),
  z.looseObject({ status: z.literal('failed'), finishedAt: z.number(), fault }),
]);

/** Imports have the names of the domain: there is one for an instance, and people read it. */
const importItem = aggregateItem<ImportKey, AgentImport, ImportEvent>({
  keyOf: ({ instanceId }) => importKeys(instanceId).latest,
  state: savedAs<Omit<AgentImport, keyof ImportKey>>({
    importId: z.string(),
    startedAt: z.number(),
    requestedBy: optional(z.string()),
    counts,
    progress,
  }),
  events: importEvents,
});

/** Keeps the latest import of each instance in the agents table. */
export const makeDynamoImportStore = (table: DynamoTable): ImportStore =>
  makeDynamoAggregateStore(table, importItem, ({ instanceId }) => `The import of ${instanceId}`);

const listedShape = z.object({ sk: z.string(), importId: z.string(), agentIds: texts });

/** Pages that are removed at the same time. */
const width = 10;

/** Keeps whom imports have listed in the agents table: a page of a list in an item, which is some 40 KB. */
export function makeDynamoListings(table: DynamoTable): Listings {
  async function load({ instanceId }: ImportKey) {
    const found: z.output<typeof listedShape>[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await table.client.send(
        new QueryCommand({
          TableName: table.tableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :listed)',
          ExpressionAttributeValues: { ':pk': importKeys(instanceId).pk, ':listed': listedPrefix },
          ConsistentRead: true,
          ExclusiveStartKey,
        }),
      );
      found.push(...Items.map((item) => listedShape.parse(item)));
      ExclusiveStartKey = LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return found;
  }

  return {
    async put({ instanceId }, page, { importId, agentIds }) {
      const Item = { ...importKeys(instanceId).listed(importId, page), importId, agentIds };
      await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
    },

    all: async (key) => (await load(key)).map(({ importId, agentIds }) => ({ importId, agentIds })),

    async remove(key, importIds) {
      if (importIds.length === 0) return;
      const { pk } = importKeys(key.instanceId);
      const pages = (await load(key)).filter(({ importId }) => importIds.includes(importId));
      const removed = await inParallel(pages, width, ({ sk }) =>
        table.client.send(new DeleteCommand({ TableName: table.tableName, Key: { pk, sk } })),
      );
      allFulfilled(removed, 'pages');
    },
  };
}
