import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { accountId, credentials, functionCredentials, region } from '../../../local/aws/account.ts';
import type { LocalRun } from '../../../local/aws/start-app.ts';
import { aFunction, anAssembly, aRole } from './an-assembly.ts';
import { aRun } from './runs.ts';

const aTable = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'again',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  },
};
const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
const allow = (action: string | readonly string[], resource: object | string) => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
});

/** An app with a function that may read one of two tables and send to the queue. */
const anApp = () =>
  anAssembly(
    {
      S: {
        Resources: {
          Work: aFunction('work'),
          Role: aRole([allow(['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], arnOf('Table'))]),
          Policy: {
            Type: 'AWS::IAM::Policy',
            Properties: {
              PolicyName: 'policy',
              PolicyDocument: { Version: '2012-10-17', Statement: [allow('sqs:SendMessage', arnOf('Queue'))] },
              Roles: [{ Ref: 'Role' }],
            },
          },
          Table: aTable,
          Other: aTable,
          Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
        },
      },
    },
    { work: '' },
  );

const [TableName, Key] = ['S-Table', { pk: { S: 'a' } }];
const query = {
  TableName,
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': { S: 'a' } },
};
const batchGet = (...tables: string[]) =>
  new BatchGetItemCommand({ RequestItems: Object.fromEntries(tables.map((table) => [table, { Keys: [Key] }])) });

function clientsOf({ addresses }: LocalRun, caller = functionCredentials('S-Work')) {
  const at = (endpoint: string) => ({ region, credentials: caller, endpoint });
  return {
    dynamodb: new DynamoDBClient(at(addresses.dynamodb)),
    sqs: new SQSClient(at(addresses.sqs)),
    events: new EventBridgeClient(at(addresses.events)),
    QueueUrl: `${addresses.sqs}/${accountId}/S-Queue`,
  };
}
const table = `arn:aws:dynamodb:${region}:${accountId}:table`;
const denied = (name: string, action: string, resource: string) => ({
  name,
  message: `User: arn:aws:sts::${accountId}:assumed-role/S-Role/S-Work is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
});

describe('a function', () => {
  test('may do what its role allows; a batch requires the permissions of its entries', async () => {
    const run = await aRun(anApp());
    const { dynamodb, sqs, QueueUrl } = clientsOf(run);
    await dynamodb.send(new GetItemCommand({ TableName, Key }));
    await dynamodb.send(new QueryCommand(query));
    await dynamodb.send(batchGet(TableName));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: '0', MessageBody: 'work' }] }));
    const functionName = 'S-Work';
    expect(run.usedPermissions()).toEqual([
      { functionName, action: 'dynamodb:GetItem', resource: `${table}/S-Table`, allowed: true },
      { functionName, action: 'dynamodb:Query', resource: `${table}/S-Table`, allowed: true },
      { functionName, action: 'dynamodb:BatchGetItem', resource: `${table}/S-Table`, allowed: true },
      {
        functionName,
        action: 'sqs:SendMessage',
        resource: `arn:aws:sqs:${region}:${accountId}:S-Queue`,
        allowed: true,
      },
    ]);
  });

  test('is denied everything else with the error of each service, and the denial is logged', async () => {
    const lines: string[] = [];
    const run = await aRun(anApp(), { log: (line) => lines.push(line) });
    const { dynamodb, sqs, events, QueueUrl } = clientsOf(run);
    await expect(dynamodb.send(new PutItemCommand({ TableName, Item: Key }))).rejects.toMatchObject(
      denied('AccessDeniedException', 'dynamodb:PutItem', `${table}/S-Table`),
    );
    await expect(dynamodb.send(new QueryCommand({ ...query, IndexName: 'again' }))).rejects.toMatchObject(
      denied('AccessDeniedException', 'dynamodb:Query', `${table}/S-Table/index/again`),
    );
    await expect(dynamodb.send(batchGet(TableName, 'S-Other'))).rejects.toMatchObject(
      denied('AccessDeniedException', 'dynamodb:BatchGetItem', `${table}/S-Other`),
    );
    await expect(sqs.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject(
      denied('AccessDenied', 'sqs:ReceiveMessage', `arn:aws:sqs:${region}:${accountId}:S-Queue`),
    );
    const Entries = [{ Source: 's', DetailType: 'd', Detail: '{}' }];
    await expect(events.send(new PutEventsCommand({ Entries }))).rejects.toMatchObject(
      denied('AccessDeniedException', 'events:PutEvents', `arn:aws:events:${region}:${accountId}:event-bus/default`),
    );
    expect(run.usedPermissions().filter(({ allowed }) => !allowed)).toHaveLength(5);
    expect(lines).toHaveLength(5);
    expect(lines[0]).toBe(`S-Work was denied dynamodb:PutItem on ${table}/S-Table: its role does not allow it`);
  });
});

test('a caller that is not a function may do everything', async () => {
  const run = await aRun(anApp());
  const { dynamodb, sqs, QueueUrl } = clientsOf(run, credentials);
  await dynamodb.send(new PutItemCommand({ TableName: 'S-Other', Item: Key }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(run.usedPermissions()).toEqual([]);
});
