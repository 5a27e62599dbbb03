import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { AgentSettingsStore } from '#core/sessions/ports.ts';
import type { DynamoTable } from '../document-client.ts';
import { settingsKeys } from './keys.ts';

const settingsItemShape = z.object({ contactGraceSeconds: z.union([z.number(), z.literal('off')]) });

/** Keeps how sessions behave in an instance in the settings table. */
export function makeDynamoAgentSettings({ client, tableName: TableName }: DynamoTable): AgentSettingsStore {
  return {
    async load(instanceId) {
      const Key = settingsKeys(instanceId).agents;
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && settingsItemShape.parse(Item);
    },

    async save(instanceId, settings) {
      await client.send(new PutCommand({ TableName, Item: { ...settingsKeys(instanceId).agents, ...settings } }));
    },
  };
}
