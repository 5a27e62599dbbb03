import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { languages } from '#core/chats/notices.ts';
import type { InstanceSettingsStore } from '#core/chats/ports.ts';
import type { DynamoTable } from '../document-client.ts';
import { settingsKeys } from './keys.ts';

const textsShape = z.object({
  idle: z.exactOptional(z.string()),
  returned: z.exactOptional(z.string()),
  disconnected: z.exactOptional(z.string()),
});

/** Settings as they lie in the table, in the words of the domain: there is one item of them, and people read it. */
const settingsItemShape = z.object({
  language: z.enum(languages),
  texts: z.partialRecord(z.enum(languages), textsShape),
  customerGoneMinutes: z.union([z.number(), z.literal('off')]),
});

/** Keeps how chats behave in an instance in the settings table. */
export function makeDynamoInstanceSettings({ client, tableName: TableName }: DynamoTable): InstanceSettingsStore {
  return {
    async load(instanceId) {
      const Key = settingsKeys(instanceId).chats;
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && settingsItemShape.parse(Item);
    },

    async save(instanceId, settings) {
      const Item = { ...settingsKeys(instanceId).chats, ...settings };
      await client.send(new PutCommand({ TableName, Item }));
    },
  };
}
