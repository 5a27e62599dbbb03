import { DeleteCommand, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { StreamingEndpoints } from '#core/chats/ports.ts';
import type { StreamingEndpoint } from '#core/chats/streaming-endpoint.ts';
import type { DynamoTable } from '../document-client.ts';
import { endpointPrefix, settingsKeys } from './keys.ts';

const endpointItemShape = z.object({
  endpointId: z.string(),
  target: z.discriminatedUnion('type', [
    z.object({ type: z.literal('webhook'), url: z.string() }),
    z.object({ type: z.literal('topic'), arn: z.string() }),
  ]),
  secret: z.string(),
});

/** Keeps streaming endpoints in the settings table. */
export function makeDynamoStreamingEndpoints({ client, tableName: TableName }: DynamoTable): StreamingEndpoints {
  const fromItem = (instanceId: string, item: unknown): StreamingEndpoint => ({
    instanceId,
    ...endpointItemShape.parse(item),
  });

  return {
    async list(instanceId) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': settingsKeys(instanceId).pk, ':prefix': endpointPrefix },
          ConsistentRead: true,
        }),
      );
      return Items.map((item) => fromItem(instanceId, item));
    },

    async find(instanceId, endpointId) {
      const Key = settingsKeys(instanceId).endpoint(endpointId);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && fromItem(instanceId, Item);
    },

    /** One write, whether the endpoint is new or not: of two who put it at once, both get the same secret. */
    async put({ instanceId, endpointId, target, secret }) {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName,
          Key: settingsKeys(instanceId).endpoint(endpointId),
          UpdateExpression: 'SET endpointId = :id, #target = :target, #secret = if_not_exists(#secret, :secret)',
          ExpressionAttributeNames: { '#target': 'target', '#secret': 'secret' },
          ExpressionAttributeValues: { ':id': endpointId, ':target': target, ':secret': secret },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return fromItem(instanceId, Attributes);
    },

    async remove(instanceId, endpointId) {
      const Key = settingsKeys(instanceId).endpoint(endpointId);
      await client.send(new DeleteCommand({ TableName, Key }));
    },
  };
}
