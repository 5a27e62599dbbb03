import { DeleteCommand, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Report } from '#core/ports.ts';
import {
  defaultEventKinds,
  type EventKind,
  type StreamingEndpoint,
  type StreamingEndpoints,
} from '#core/streaming/ports.ts';
import { keyword } from '../codec/fields.ts';
import type { DynamoTable } from './document-client.ts';
import { readableItems } from './readable.ts';
import { endpointPrefix, settingsKeys } from './settings-table.ts';

const endpointShape: z.ZodMiniType<Omit<StreamingEndpoint, 'instanceId'>> = z.object({
  endpointId: z.string(),
  // Endpoints of release 0.1.0 have none.
  events: z._default(z.array(keyword<EventKind>()), [...defaultEventKinds]),
  target: z.discriminatedUnion('type', [
    z.object({ type: z.literal('webhook'), url: z.string() }),
    z.object({ type: z.literal('topic'), arn: z.string() }),
  ]),
  secret: z.string(),
});

const fromItem = (instanceId: string, item: unknown): StreamingEndpoint => ({
  instanceId,
  ...endpointShape.parse(item),
});

/** Keeps streaming endpoints in the settings table. */
export function makeDynamoStreamingEndpoints(table: DynamoTable, report: Report = () => {}): StreamingEndpoints {
  return {
    async list(instanceId) {
      const { Items = [] } = await table.client.send(
        new QueryCommand({
          TableName: table.tableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': settingsKeys(instanceId).pk, ':prefix': endpointPrefix },
          ConsistentRead: true,
        }),
      );
      return readableItems(Items, (item) => fromItem(instanceId, item), report);
    },

    async find(instanceId, endpointId) {
      const { client, tableName: TableName } = table;
      const Key = settingsKeys(instanceId).endpoint(endpointId);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && fromItem(instanceId, Item);
    },

    /** One write, whether the endpoint is new or not: two callers who put it at the same time get the same secret. */
    async put({ instanceId, endpointId, events, target, secret }) {
      const { Attributes } = await table.client.send(
        new UpdateCommand({
          TableName: table.tableName,
          Key: settingsKeys(instanceId).endpoint(endpointId),
          UpdateExpression:
            'SET endpointId = :id, #events = :events, #target = :target, #secret = if_not_exists(#secret, :secret)',
          ExpressionAttributeNames: { '#events': 'events', '#target': 'target', '#secret': 'secret' },
          ExpressionAttributeValues: { ':id': endpointId, ':events': events, ':target': target, ':secret': secret },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return fromItem(instanceId, Attributes);
    },

    async remove(instanceId, endpointId) {
      const Key = settingsKeys(instanceId).endpoint(endpointId);
      await table.client.send(new DeleteCommand({ TableName: table.tableName, Key }));
    },
  };
}
