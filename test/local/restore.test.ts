import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { aJob } from '#test/support/logout-jobs.ts';
import { urlOfQueue } from '../../bin/repair/queue-url.ts';
import { restore } from '../../bin/repair/restore.ts';
import { findTables, itemsOf, type Restorable } from '../../bin/repair/tables.ts';
import { credentials, region } from '../../local/aws/account.ts';
import { anOwnApp, type RunningApp } from '../app/running-app.ts';
import { eventually } from '../support/eventually.ts';
import { aCentre, type Centre } from './a-centre.ts';
import { openState } from './app-state.ts';
import { openAuditTrail } from './audit-trail.ts';
import { runCommand } from './run-command.ts';

const instanceId = 'restored';
const stage = 'dev';
const session = { status: 'Available', statusType: 'ROUTABLE' };
const profile = (agentId: string) => ({
  name: `Agent ${agentId}`,
  email: 'a@example.com',
  agentNumber: agentId,
  teamIds: [],
});

let app: RunningApp;
let centre: Centre;
const clients: { destroy(): void }[] = [];
beforeAll(async () => {
  app = await anOwnApp({ speed: 60, threadsPerFunction: 1 });
  centre = await aCentre(app, instanceId);
});
afterAll(() => {
  for (const client of clients) client.destroy();
});

const dynamodb = () => {
  const client = new DynamoDBClient({ region, credentials, endpoint: app.addresses.dynamodb });
  clients.push(client);
  return makeDocumentClient(client);
};

/** Copies tables as they are at this instant into new ones, as a recovery to a point in time does. @returns their names */
async function copyTables(ids: readonly Restorable[]): Promise<Map<Restorable, string>> {
  const client = dynamodb();
  const names = await findTables(client, stage);
  const copies = new Map<Restorable, string>();
  for (const id of ids) {
    const TableName = `restored-${id}`;
    const { Table } = await client.send(new DescribeTableCommand({ TableName: names[id] }));
    const keys = Table?.KeySchema ?? [];
    const AttributeDefinitions = Table?.AttributeDefinitions?.filter(({ AttributeName }) =>
      keys.some((key) => key.AttributeName === AttributeName),
    );
    await client.send(
      new CreateTableCommand({ TableName, KeySchema: keys, AttributeDefinitions, BillingMode: 'PAY_PER_REQUEST' }),
    );
    await eventually(async () => {
      const copy = await client.send(new DescribeTableCommand({ TableName }));
      return copy.Table?.TableStatus === 'ACTIVE' || undefined;
    });
    for await (const Item of itemsOf(client, names[id])) await client.send(new PutCommand({ TableName, Item }));
    copies.set(id, TableName);
  }
  return copies;
}

/** The wake-ups of the instant have long been delivered when tables are restored to it. */
async function loseWakeUps(): Promise<void> {
  const sqs = new SQSClient({ region, credentials, endpoint: app.addresses.sqs });
  clients.push(sqs);
  await sqs.send(new PurgeQueueCommand({ QueueUrl: await urlOfQueue(sqs, stage)('WakeUpQueue') }));
}

function restoreNow(from: ReadonlyMap<Restorable, string>) {
  const sqs = new SQSClient({ region, credentials, endpoint: app.addresses.sqs });
  clients.push(sqs);
  const ports = { dynamodb: dynamodb(), sqs, urlOf: urlOfQueue(sqs, stage), clock: { now: centre.now } };
  return restore(ports, { stage, from, dryRun: false });
}

test('after a restore to an instant everything goes on: timers fire, sessions expire, jobs complete, and no event has an old id', async () => {
  const { call, eventsOf, eventsOfChat } = centre;
  for (const agentId of ['leased', 'present', 'meant']) await call('PUT', `/v1/agents/${agentId}`, profile(agentId));
  await call('PUT', '/v1/agents/leased/session', { ...session, leaseSeconds: 600 });
  await call('PUT', '/v1/agents/present/session', session);
  await call('PUT', '/v1/agents/meant/session', session);
  await call('PUT', '/v1/chats/c1', { customer: { displayName: 'Luke' } });
  await call('PUT', '/v1/chats/c1/timers', {
    timers: [
      { role: 'CUSTOMER', type: 'IDLE', minutes: 10 },
      { role: 'CUSTOMER', type: 'DISCONNECT_NONCUSTOMER', minutes: 12 },
    ],
  });
  await call('POST', '/v1/chats/c1/participants', { role: 'AGENT', displayName: 'Ann' });
  const { jobs, plan } = openState(app);
  const job = { instanceId, jobId: 1 };
  await plan.putSelector(job, { agentIds: ['meant'], teamIds: [], ipRanges: [] });
  const waiting = { state: aJob({ ...job, startedAt: centre.now() }), version: 1, sequence: 0, outbox: [] };
  await jobs.save({ ...waiting, wakeUpAt: centre.now() + 60_000 }, undefined);

  const copies = await copyTables(['Agents', 'Jobs', 'Chats']);

  // Life goes on: what waits at the instant ends, and something new begins.
  await call('DELETE', '/v1/agents/leased/session');
  await call('PATCH', '/v1/agents/present/session', { status: 'Break', statusType: 'CUSTOM' });
  await call('PUT', '/v1/agents/late', profile('late'));
  await call('DELETE', '/v1/chats/c1');
  await call('PUT', '/v1/chats/c2', { customer: { displayName: 'Leia' } });
  const later = { instanceId, jobId: 7 };
  await jobs.save({ ...waiting, state: aJob(later), sequence: 0 }, undefined);
  await jobs.nextJobId(instanceId);
  await eventsOf('leased');
  await eventsOfChat('c1');

  await loseWakeUps();
  const { tables, woken } = await restoreNow(copies);
  expect([...tables.keys()]).toEqual(['Agents', 'Jobs', 'Chats']);
  expect(woken).toMatchObject({ unreadable: 0 });
  expect(woken.agents).toBeGreaterThanOrEqual(1);

  expect((await call('GET', '/v1/agents/leased')).session).toMatchObject({ status: 'Available' });
  expect((await call('GET', '/v1/agents/present')).session).toMatchObject({ status: 'Available' });
  await expect(call('GET', '/v1/agents/late')).rejects.toThrow('404');
  await expect(call('GET', '/v1/chats/c2')).rejects.toThrow('404');

  // Nobody touches anything from here on.
  const trail = openAuditTrail(app);
  const signedOut = () => trail().filter(({ type, agentId }) => type === 'AgentSignedOut' && agentId === 'leased');
  expect((await eventually(() => (signedOut().length === 2 ? signedOut() : undefined), 60))[1]).toMatchObject({
    cause: 'leaseExpired',
  });
  const ofChat = () =>
    trail()
      .filter((event) => event.contactId === 'c1')
      .map(({ type }) => type);
  await eventually(() => ofChat().includes('ParticipantsDisconnected') || undefined);
  expect(ofChat().indexOf('ParticipantWentIdle')).toBeLessThan(ofChat().indexOf('ParticipantsDisconnected'));
  await eventually(async () => (await call('GET', '/v1/force-logouts/1')).status === 'completed' || undefined);
  expect((await call('GET', '/v1/agents/meant')).session).toBeNull();

  const ids = trail().filter((event) => event.instanceId === instanceId);
  const contents = new Map<string, Set<string>>();
  for (const { eventId, ...event } of ids) {
    contents.set(eventId, (contents.get(eventId) ?? new Set()).add(JSON.stringify(event, inOrder)));
  }
  expect([...contents].filter(([, each]) => each.size > 1)).toEqual([]);
}, 90_000);

/** The members of objects by name: an event that is published again from its outbox may have them in another order. */
const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value;

test('the numbers of jobs go on above every job that was ever started', async () => {
  const { call } = centre;
  const from = await copyTablesAgain();
  for (const agentId of ['a', 'b']) await call('PUT', `/v1/agents/${agentId}`, profile(agentId));
  const { jobs } = openState(app);
  const before = await jobs.nextJobId(instanceId);
  await restoreNow(from);
  expect(await jobs.nextJobId(instanceId)).toBe(before + 1);
});

async function copyTablesAgain() {
  const client = dynamodb();
  const { Jobs } = await findTables(client, stage);
  const copy = new Map<Restorable, string>([['Jobs', 'restored-Jobs']]);
  for await (const Item of itemsOf(client, Jobs))
    await client.send(new PutCommand({ TableName: 'restored-Jobs', Item }));
  return copy;
}

test('the command says what it would do, and what it has done', async () => {
  const run = (...options: string[]) => runCommand(app, 'bin/restore.ts', options);
  const dry = await run('--stage', stage, '--from', 'Jobs=restored-Jobs', '--dry-run');
  expect(dry).toMatchObject({ status: 0, stderr: '' });
  expect(dry.stdout).toMatch(
    /^Jobs: \d+ items to be put back, \d+ that were not there removed\nto be woken: \d+ agents, \d+ jobs, \d+ chats, \d+ schedules\n$/,
  );
  const { status, stdout } = await run('--stage', stage);
  expect([status, stdout]).toEqual([
    0,
    expect.stringMatching(/^woken: \d+ agents, \d+ jobs, \d+ chats, \d+ schedules\n$/),
  ]);
});

test.each([
  [[], '--stage must be the name of a stage, such as prod, got nothing'],
  [['--stage', 'prod'], 'There is no table Agents of the stage prod in this account and region: is it deployed here?'],
  [['--stage', 'dev', '--from', 'Limits=x'], '--from must be TABLE=NAME with one of Agents, Jobs, Chats, Transcripts,'],
  [['--stage', 'dev', '--from', 'Agents'], '--from must be TABLE=NAME with one of'],
])('%j is refused in one sentence', async (options, sentence) => {
  const { status, stderr } = await runCommand(app, 'bin/restore.ts', options);
  expect(status).toBe(1);
  expect(stderr.startsWith(sentence)).toBe(true);
  expect(stderr).not.toContain('    at ');
});
