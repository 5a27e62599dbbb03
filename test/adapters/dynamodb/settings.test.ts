import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import {
  makeDynamoAgentSettings,
  makeDynamoChatSettings,
  makeDynamoSecurityProfiles,
} from '#adapters/dynamodb/settings.ts';
import { settingsKeys } from '#adapters/dynamodb/settings-table.ts';
import { makeDynamoStreamingEndpoints } from '#adapters/dynamodb/streaming-endpoints.ts';
import { defaultChatSettings } from '#core/chats/chat-settings.ts';
import { someDay } from '../../support/agents.ts';
import { anEndpoint } from '../../support/streaming.ts';
import { useTable } from './use-table.ts';

const table = useTable('settings');
const agentSettings = makeDynamoAgentSettings(table);
const chatSettings = makeDynamoChatSettings(table);
const endpoints = makeDynamoStreamingEndpoints(table);
const profiles = makeDynamoSecurityProfiles(table);

const put = (item: object) => table.client.send(new PutCommand({ TableName: table.tableName, Item: { ...item } }));

test('an endpoint is put with one request, whether it is new or not', async () => {
  await endpoints.put(anEndpoint());
  await endpoints.put(anEndpoint());
  expect(table.meter.usage().requests).toEqual({ UpdateItem: 2 });
});

test('an endpoint of release 0.1.0 gets the events of chats, and a kind that only a newer version knows is kept', async () => {
  const { events: _, instanceId, ...stored } = anEndpoint();
  const { client, tableName: TableName } = table;
  const putItem = (item: object) =>
    client.send(
      new PutCommand({ TableName, Item: { ...settingsKeys(instanceId).endpoint('crm'), ...stored, ...item } }),
    );
  await putItem({});
  expect(await endpoints.find(instanceId, 'crm')).toEqual(anEndpoint({ events: ['chats'] }));
  await putItem({ events: ['surveys', 'jobs'] });
  expect((await endpoints.find(instanceId, 'crm'))?.events).toEqual(['surveys', 'jobs']);
});

test('settings, endpoints and security profiles of one instance do not collide', async () => {
  await agentSettings.save('demo', { contactGraceSeconds: 7 });
  await chatSettings.save('demo', defaultChatSettings);
  for (const endpointId of ['CHATS', 'crm']) await endpoints.put(anEndpoint({ endpointId }));
  for (const profileId of ['CHATS', 'crm']) {
    await profiles.put({ instanceId: 'demo', profileId, endSessions: { of: 'everybody' } });
  }
  expect(await chatSettings.load('demo')).toEqual(defaultChatSettings);
  expect(await agentSettings.load('demo')).toEqual({ contactGraceSeconds: 7 });
  expect(await endpoints.list('demo')).toHaveLength(2);
});

test('settings and security profiles are saved without what a newer version keeps beside them being lost', async () => {
  const { agents, chats, securityProfile } = settingsKeys('demo');
  const keys = [agents, chats, securityProfile('lead')];
  for (const key of keys) await put({ ...key, pausedUntil: someDay });
  await agentSettings.save('demo', { contactGraceSeconds: 7 });
  await chatSettings.save('demo', defaultChatSettings);
  await profiles.put({ instanceId: 'demo', profileId: 'lead', endSessions: { of: 'everybody' } });
  for (const Key of keys) {
    const { Item } = await table.client.send(new GetCommand({ TableName: table.tableName, Key }));
    expect(Item).toHaveProperty('pausedUntil', someDay);
  }
});

test('an item with another content is not read as settings, an endpoint or a security profile', async () => {
  const { agents, chats, endpoint, securityProfile } = settingsKeys('demo');
  await put({ ...agents, contactGraceSeconds: 'on' });
  await expect(agentSettings.load('demo')).rejects.toThrow();
  await put({ ...chats, language: 'tlh' });
  await put({ ...endpoint('crm'), endpointId: 'crm', target: { type: 'fax' } });
  await put({ ...securityProfile('lead'), profileId: 'lead', endSessions: { of: 'nobody' } });
  await expect(profiles.find('demo', 'lead')).rejects.toThrow();
  await expect(chatSettings.load('demo')).rejects.toThrow();
  await expect(endpoints.find('demo', 'crm')).rejects.toThrow();
});
