import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { AgentSettings } from '#core/agents/lease.ts';
import type { AgentSettingsStore } from '#core/agents/ports.ts';
import { type AfterSignOut, type ChatSettings, defaultChatSettings, type Language } from '#core/chats/chat-settings.ts';
import type { ChatSettingsStore } from '#core/chats/ports.ts';
import type { SecurityProfile, SecurityProfiles } from '#core/session-rights/security-profile.ts';
import { keyword, texts } from '../codec/fields.ts';
import type { DynamoTable } from './document-client.ts';
import { settingsKeys } from './settings-table.ts';

// Settings have the names of the domain: there is one item of each kind for an instance, and people read it.

/** Saves these settings. What a newer version keeps in the same item stays. */
async function set({ client, tableName: TableName }: DynamoTable, Key: Record<string, string>, settings: object) {
  const named = Object.entries(settings).map(([name, value], i) => ({ name, value, as: `s${i}` }));
  const update = {
    TableName,
    Key,
    UpdateExpression: `SET ${named.map(({ as }) => `#${as} = :${as}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(named.map(({ as, name }) => [`#${as}`, name])),
    ExpressionAttributeValues: Object.fromEntries(named.map(({ as, value }) => [`:${as}`, value])),
  };
  await client.send(new UpdateCommand(update));
}

const agentSettingsShape: z.ZodMiniType<AgentSettings> = z.object({
  contactGraceSeconds: z.union([z.number(), z.literal('off')]),
});

/** Keeps how the sessions of an instance behave in the settings table. */
export const makeDynamoAgentSettings = (table: DynamoTable): AgentSettingsStore => ({
  async load(instanceId) {
    const { client, tableName: TableName } = table;
    const Key = settingsKeys(instanceId).agents;
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item && agentSettingsShape.parse(Item);
  },

  async save(instanceId, settings) {
    await set(table, settingsKeys(instanceId).agents, settings);
  },
});

const noticeTextsShape = z.object({
  idle: z.exactOptional(z.string()),
  returned: z.exactOptional(z.string()),
  disconnected: z.exactOptional(z.string()),
});

/** A setting that an earlier version did not know has its default. */
const chatSettingsShape: z.ZodMiniType<ChatSettings> = z.object({
  language: keyword<Language>(),
  texts: z.record(z.string(), noticeTextsShape),
  customerGoneMinutes: z.union([z.number(), z.literal('off')]),
  afterAgentSignOut: z._default(keyword<AfterSignOut>(), defaultChatSettings.afterAgentSignOut),
});

/** Keeps how the chats of an instance behave in the settings table. */
export const makeDynamoChatSettings = (table: DynamoTable): ChatSettingsStore => ({
  async load(instanceId) {
    const { client, tableName: TableName } = table;
    const Key = settingsKeys(instanceId).chats;
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item && chatSettingsShape.parse(Item);
  },

  async save(instanceId, settings) {
    await set(table, settingsKeys(instanceId).chats, settings);
  },
});

const securityProfileShape: z.ZodMiniType<Omit<SecurityProfile, 'instanceId'>> = z.object({
  profileId: z.string(),
  endSessions: z.discriminatedUnion('of', [
    z.object({ of: z.literal('everybody') }),
    z.object({ of: z.literal('teams'), teamIds: texts }),
  ]),
});

/** Keeps security profiles in the settings table. */
export const makeDynamoSecurityProfiles = (table: DynamoTable): SecurityProfiles => ({
  async find(instanceId, profileId) {
    const { client, tableName: TableName } = table;
    const Key = settingsKeys(instanceId).securityProfile(profileId);
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item && { instanceId, ...securityProfileShape.parse(Item) };
  },

  async put({ instanceId, profileId, endSessions }) {
    await set(table, settingsKeys(instanceId).securityProfile(profileId), { profileId, endSessions });
  },
});
