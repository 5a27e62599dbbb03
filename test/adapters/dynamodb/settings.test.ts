import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { DynamoTable } from '#adapters/dynamodb/document-client.ts';
import { makeDynamoAgentSettings } from '#adapters/dynamodb/settings/agent-settings.ts';
import { makeDynamoInstanceSettings } from '#adapters/dynamodb/settings/instance-settings.ts';
import { settingsKeys } from '#adapters/dynamodb/settings/keys.ts';
import { makeDynamoSecurityProfiles } from '#adapters/dynamodb/settings/security-profiles.ts';
import { makeDynamoStreamingEndpoints } from '#adapters/dynamodb/settings/streaming-endpoints.ts';
import { defaultSettings } from '#core/chats/instance-settings.ts';
import { someDay } from '../../support/agents.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb } from '../../support/embedded-dynamodb.ts';
import { type Meter, makeMeter } from '../../support/meter.ts';
import { meteredTables } from '../../support/metered-tables.ts';
import { anEndpoint } from '../../support/streaming.ts';

let dynamodb: EmbeddedDynamodb;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
});
afterAll(() => dynamodb.stop());

let table: DynamoTable;
let meter: Meter;
beforeEach(async () => {
  const names = await dynamodb.makeTables();
  table = { client: dynamodb.connect(), tableName: names.settings };
  meter = makeMeter({ clock: { now: () => someDay }, tables: meteredTables(names) });
  meter.attach(table.client);
});

const put = (item: object) => table.client.send(new PutCommand({ TableName: table.tableName, Item: { ...item } }));

test('an endpoint is put with one request, new or not', async () => {
  const endpoints = makeDynamoStreamingEndpoints(table);
  await endpoints.put(anEndpoint());
  await endpoints.put(anEndpoint());
  expect(meter.usage().requests).toEqual({ UpdateItem: 2 });
});

test('settings, endpoints and security profiles of one instance do not meet', async () => {
  const settings = makeDynamoInstanceSettings(table);
  const ofAgents = makeDynamoAgentSettings(table);
  await ofAgents.save('demo', { contactGraceSeconds: 7 });
  const endpoints = makeDynamoStreamingEndpoints(table);
  await settings.save('demo', defaultSettings);
  for (const endpointId of ['CHATS', 'crm']) await endpoints.put(anEndpoint({ endpointId }));
  const profiles = makeDynamoSecurityProfiles(table);
  for (const profileId of ['CHATS', 'crm']) {
    await profiles.put({ instanceId: 'demo', profileId, endSessions: { of: 'everybody' } });
  }
  expect(await settings.load('demo')).toEqual(defaultSettings);
  expect(await ofAgents.load('demo')).toEqual({ contactGraceSeconds: 7 });
  expect(await endpoints.list('demo')).toHaveLength(2);
});

test('an item that is something else is not taken for what it should be', async () => {
  const { agents, chats, endpoint, securityProfile } = settingsKeys('demo');
  await put({ ...agents, contactGraceSeconds: 'on' });
  await expect(makeDynamoAgentSettings(table).load('demo')).rejects.toThrow();
  await put({ ...chats, language: 'tlh' });
  await put({ ...endpoint('crm'), endpointId: 'crm', target: { type: 'fax' } });
  await put({ ...securityProfile('lead'), profileId: 'lead', endSessions: { of: 'nobody' } });
  await expect(makeDynamoSecurityProfiles(table).find('demo', 'lead')).rejects.toThrow();
  await expect(makeDynamoInstanceSettings(table).load('demo')).rejects.toThrow();
  await expect(makeDynamoStreamingEndpoints(table).find('demo', 'crm')).rejects.toThrow();
});
