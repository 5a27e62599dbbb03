import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { apiKeyKey } from '#adapters/dynamodb/access-tables.ts';
import { agentItem } from '#adapters/dynamodb/agent-item.ts';
import { makeDynamoAgentDirectory } from '#adapters/dynamodb/agents-directory.ts';
import { makeDynamoAgentStore } from '#adapters/dynamodb/agents-store.ts';
import { makeDynamoApiKeyStore } from '#adapters/dynamodb/api-keys.ts';
import { transcriptKeys } from '#adapters/dynamodb/chat-tables.ts';
import { makeDynamoChatSettings } from '#adapters/dynamodb/settings.ts';
import { settingsKeys } from '#adapters/dynamodb/settings-table.ts';
import { makeDynamoStreamingEndpoints } from '#adapters/dynamodb/streaming-endpoints.ts';
import { makeDynamoTranscript } from '#adapters/dynamodb/transcript.ts';
import { everyAddress } from '#core/agents/ip-range.ts';
import type { AgentDirectory } from '#core/agents/ports.ts';
import { UnreadableItemError } from '#core/change.ts';
import { defaultChatSettings } from '#core/chats/chat-settings.ts';
import { noticeTexts } from '#dialects/connect-participant/default-texts.ts';
import { online, someDay, stored } from '../../support/agents.ts';
import { chatKey } from '../../support/chats.ts';
import { aContactCentre, makeUseCases } from '../../support/contact-centre.ts';
import { messages } from '../../support/messages.ts';
import { anEndpoint } from '../../support/streaming.ts';
import { useTable } from './use-table.ts';

const agentIds = ['ann', 'ben', 'cy'];
const damagedItem = 'AGENT#demo#ben AGENT';

/** Ben's item is damaged: a session without a status, no number of saves, no profile. */
const damages: [string, (item: Record<string, unknown>) => Record<string, unknown>][] = [
  ['has a session without a status', ({ se, ...item }) => ({ ...item, se: { ...Object(se), st: undefined } })],
  ['has no number of saves', ({ v: _, ...item }) => item],
  ['has no profile', ({ pr: _, ...item }) => item],
  ['has a profile in another form', (item) => ({ ...item, pr: 'Ben' })],
  ['has contacts in another form', ({ se, ...item }) => ({ ...item, se: { ...Object(se), co: { c1: 'VOICE' } } })],
  ['has an outbox in another form', (item) => ({ ...item, ob: { 1: {} } })],
];

describe.each(damages)('one agent among others whose item %s', (_, damaged) => {
  const table = useTable('agents');
  let reported: unknown[];
  const reportedItems = () => reported.map((error) => error instanceof UnreadableItemError && error.item);

  /** The use cases of a contact centre whose agents are in DynamoDB. */
  async function aCentre() {
    reported = [];
    const report = (_: string, error: unknown) => void reported.push(error);
    const agents = makeDynamoAgentStore(table);
    for (const agentId of agentIds) await agents.save(stored(online(agentId, { teamIds: ['t1'] })), undefined);
    const item = agentItem.toItem(stored(online('ben', { teamIds: ['t1'] })));
    await table.client.send(new PutCommand({ TableName: table.tableName, Item: damaged(item) }));
    const directory = makeDynamoAgentDirectory(table, { report });
    const { queue, ...centre } = await aContactCentre([]);
    const ports = { ...centre, queue, agents, directory, report };
    const useCases = makeUseCases(ports);
    return {
      ...ports,
      ...useCases,
      async work(worker: Pick<typeof useCases, 'workLogout'> = useCases) {
        for (let next = queue.take(); next; next = queue.take()) await worker.workLogout(next, { lastAttempt: false });
      },
    };
  }

  const request = { timing: 'immediate', order: { requestedBy: 'supervisor' } } as const;
  const nobody = { agentIds: [], teamIds: [], ipRanges: [] };

  test.each([
    ['by id', { ...nobody, agentIds }],
    ['by team', { ...nobody, teamIds: ['t1'] }],
    ['by address', { ...nobody, ipRanges: [everyAddress] }],
  ])('fails alone in a forced logout %s, and is reported by its id', async (_, selector) => {
    const { forceLogouts } = await aCentre();
    const outcome = await forceLogouts('demo', selector, request);
    const rows = outcome.type === 'done' ? outcome.rows.map(({ agentId, outcome }) => [agentId, outcome]) : [];
    expect(rows.toSorted()).toEqual([
      ['ann', 'loggedOut'],
      ['ben', 'failed'],
      ['cy', 'loggedOut'],
    ]);
    expect(new Set(reportedItems())).toEqual(new Set([damagedItem]));
    expect(JSON.stringify(reported, Object.getOwnPropertyNames(new Error('e')))).not.toContain('ben@');
  });

  test('gets a row also when nobody else is meant', async () => {
    const { forceLogouts } = await aCentre();
    const outcome = await forceLogouts('demo', { ...nobody, agentIds: ['ben'] }, request);
    expect(outcome).toMatchObject({ type: 'done', rows: [{ agentId: 'ben', outcome: 'failed' }] });
  });

  test('is missing in a list, where the others are', async () => {
    const { listAgents } = await aCentre();
    for (const filter of [{}, { teamId: 't1' }]) {
      const { agents } = await listAgents('demo', filter, { limit: 10 });
      expect(agents.map(({ agentId }) => agentId).toSorted()).toEqual(['ann', 'cy']);
    }
  });

  test('fails alone in the chunk of a job, at the first attempt', async () => {
    const { startJob, work, getLogoutJob } = await aCentre();
    const key = await startJob('demo', { ...nobody, teamIds: ['t1'] }, request);
    await work();
    expect((await getLogoutJob(key))?.job.progress.status).toBe('completed');
    expect((await getLogoutJob(key))?.counts).toMatchObject({ matched: 3, loggedOut: 2, failed: 1 });
    expect(new Set(reportedItems())).toEqual(new Set([damagedItem]));
  });

  test('fails also when the first pass of a job did not find the agent', async () => {
    const { work, getLogoutJob, directory, ...ports } = await aCentre();
    let passes = 0;
    const late: AgentDirectory = {
      ...directory,
      async signedIn(...call) {
        passes += 1;
        const { agentIds, ...page } = await directory.signedIn(...call);
        return { ...page, agentIds: agentIds.filter((agentId) => agentId !== 'ben' || passes > 1) };
      },
    };
    const useCases = makeUseCases({ ...ports, directory: late });
    const key = await useCases.startJob('demo', { ...nobody, teamIds: ['t1'] }, request);
    await work(useCases);
    expect((await getLogoutJob(key))?.counts).toMatchObject({ matched: 3, loggedOut: 2, failed: 1 });
  });

  test('does not bring back a second look at a team', async () => {
    const { forceLogouts, work } = await aCentre();
    await forceLogouts('demo', { ...nobody, teamIds: ['t1'] }, request);
    await work();
    expect(reportedItems()).toEqual([damagedItem, damagedItem, damagedItem]);
  });
});

const keys = useTable('keys');
const settings = useTable('settings');
const transcripts = useTable('transcripts');

test('an API key with a scope that only a newer version knows has the others', async () => {
  const key = {
    keyId: 'k',
    instanceId: 'demo',
    scopes: ['timers:configure', 'moon:write', 'logout:one'],
    secretHash: 'h',
  };
  await keys.client.send(new PutCommand({ TableName: keys.tableName, Item: { ...apiKeyKey('k'), ...key } }));
  expect(await makeDynamoApiKeyStore(keys).find('k')).toEqual({ ...key, scopes: ['timers:configure', 'logout:one'] });
});

test('a key that cannot be read is reported and passed over in the list of keys', async () => {
  const reported: unknown[] = [];
  const store = makeDynamoApiKeyStore(keys, (_, error) => void reported.push(error));
  const key = { instanceId: 'damage', scopes: ['audit:read'], secretHash: 'h' } as const;
  await store.add({ ...key, keyId: 'good' });
  await store.add({ ...key, keyId: 'bad' });
  const damaged = { ...apiKeyKey('bad'), instanceId: 'damage', scopes: 7 };
  await keys.client.send(new PutCommand({ TableName: keys.tableName, Item: damaged }));
  expect((await store.list('damage')).map(({ keyId }) => keyId)).toEqual(['good']);
  expect(reported).toEqual([expect.any(UnreadableItemError)]);
});

test('the settings of chats with a language that only a newer version knows are read', async () => {
  const chatSettings = { ...defaultChatSettings, language: 'nl', texts: { nl: { idle: 'weg' } } };
  const Item = { ...settingsKeys('demo').chats, ...chatSettings };
  await settings.client.send(new PutCommand({ TableName: settings.tableName, Item }));
  const loaded = await makeDynamoChatSettings(settings).load('demo');
  expect(loaded).toEqual(chatSettings);
  expect(noticeTexts(loaded ?? defaultChatSettings)).toEqual({ ...noticeTexts(defaultChatSettings), idle: 'weg' });
});

test('a streaming endpoint that cannot be read does not keep events from the others', async () => {
  const reported: unknown[] = [];
  const endpoints = makeDynamoStreamingEndpoints(settings, (_, error) => void reported.push(error));
  const crm = anEndpoint();
  await endpoints.put(crm);
  const Item = { ...settingsKeys('demo').endpoint('bi'), endpointId: 'bi', target: { type: 'fax' } };
  await settings.client.send(new PutCommand({ TableName: settings.tableName, Item }));
  expect(await endpoints.list('demo')).toEqual([crm]);
  expect(reported).toEqual([expect.any(UnreadableItemError)]);
});

test('a message that cannot be read does not hide the others of its transcript', async () => {
  const reported: unknown[] = [];
  const report = (_: string, error: unknown) => void reported.push(error);
  const transcript = makeDynamoTranscript(transcripts, { keptForDays: 8, report });
  const chat = { ...chatKey, startedAt: someDay };
  for (const message of messages(3)) await transcript.add(chat, message);
  const [, damaged] = messages(3);
  const Key = transcriptKeys(chat).message(damaged?.participantId ?? '', damaged?.clientToken ?? '');
  const { client, tableName: TableName } = transcripts;
  await client.send(new UpdateCommand({ TableName, Key, UpdateExpression: 'REMOVE content' }));
  const page = await transcript.read(chat, { direction: 'forward', limit: 2 });
  expect(page.map(({ messageId }) => messageId)).toEqual([messages(3)[0]?.messageId, messages(3)[2]?.messageId]);
  expect(reported).toEqual([expect.any(UnreadableItemError)]);
});
