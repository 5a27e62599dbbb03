import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { makeDynamoFloodMarks } from '#adapters/dynamodb/flood-marks.ts';
import { scheduleItemKey } from '#adapters/dynamodb/jobs-table.ts';
import { expireLease } from '#core/agents/lease.ts';
import { minutes, seconds } from '#core/instant.ts';
import { someDay } from '#test/support/agents.ts';
import { annSignedIn } from '#test/support/contact-centre.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb } from '#test/support/embedded-dynamodb.ts';
import { type HttpService, startHttpService } from '#test/support/http-service.ts';
import { onThisMachine } from '#test/support/json-service.ts';
import { type RestoreOrder, restore } from '../../bin/repair/restore.ts';
import { findTables, restorable } from '../../bin/repair/tables.ts';

const stage = 'drill';
let dynamodb: EmbeddedDynamodb;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
  for (const id of [...restorable, 'WakeUps', 'Limits']) await makeTable(`Lastcall-${stage}-State-${id}0A1B2C3D-XYZ`);
});
let sqs: HttpService;
afterEach(() => sqs.stop());
afterAll(() => dynamodb.stop());

async function makeTable(TableName: string): Promise<void> {
  const keys = /Keys|Limits/.test(TableName) ? ['pk'] : ['pk', 'sk'];
  await dynamodb.connect().send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keys.map((AttributeName, n) => ({ AttributeName, KeyType: n === 0 ? 'HASH' : 'RANGE' })),
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    }),
  );
}

async function run(from: RestoreOrder['from'] = new Map()) {
  const client = new SQSClient({ ...onThisMachine(sqs.endpoint), maxAttempts: 1 });
  const ports = {
    dynamodb: dynamodb.connect(),
    sqs: client,
    urlOf: async (name: string) => `${sqs.endpoint}/000000000000/${name}`,
    clock: { now: () => someDay },
  };
  await restore(ports, { stage, from, dryRun: false }).finally(() => client.destroy());
}

test('an agent whose lease ended long ago is not signed out if functions are started within half an hour', async () => {
  sqs = await startHttpService(() => ({ status: 200, body: '{}' }));
  await run();
  const client = dynamodb.connect();
  const { Limits } = await findTables(client, stage);
  const excusedUntil = await makeDynamoFloodMarks({ client, tableName: Limits }).find();
  for (const started of [minutes(3), minutes(5), minutes(29)]) {
    const { state } = expireLease(annSignedIn(), someDay + started, excusedUntil);
    expect(state?.session?.lease?.lastSeenAt).toBe(someDay + started);
  }
  const { state } = expireLease(annSignedIn(), someDay + minutes(31) + seconds(120), excusedUntil);
  expect(state?.session).toBeUndefined();
});

test('wakes a schedule whose wake-up was delivered after the instant', async () => {
  sqs = await startHttpService(() => ({ status: 200, body: '{}' }));
  const client = dynamodb.connect();
  const { Jobs } = await findTables(client, stage);
  const Key = scheduleItemKey('demo', 'nightly');
  await client.send(new PutCommand({ TableName: Jobs, Item: { ...Key, wu: someDay - minutes(5) } }));
  await run();
  await client.send(new DeleteCommand({ TableName: Jobs, Key }));
  const sent = sqs.requests.map(({ body }) => body).join();
  expect(sent).toContain(JSON.stringify('{"kind":"schedule","instanceId":"demo","scheduleId":"nightly"').slice(1, -1));
});

/** An SQS that refuses everything. */
const startRefusing = (name: string) =>
  startHttpService(() => ({
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ __type: `com.amazonaws.sqs#${name}`, message: 'Refused' }),
  }));

test('goes on if it is repeated within a minute, in which SQS empties no queue again', async () => {
  await makeTable('restored-Jobs');
  sqs = await startRefusing('PurgeQueueInProgress');
  await run(new Map([['Jobs', 'restored-Jobs']]));
  expect(sqs.requests.map(({ headers, body }) => [headers['x-amz-target'], JSON.parse(body)])).toEqual(
    ['LogoutQueue', 'LogoutQueue-DeadLetters'].map((name) => [
      'AmazonSQS.PurgeQueue',
      { QueueUrl: `${sqs.endpoint}/000000000000/${name}` },
    ]),
  );
});

test('fails if a queue cannot be emptied for another reason', async () => {
  sqs = await startRefusing('AccessDenied');
  await expect(run(new Map([['Jobs', 'restored-Jobs']]))).rejects.toMatchObject({ name: 'AccessDenied' });
});
