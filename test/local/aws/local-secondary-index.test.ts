import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { credentials, functionCredentials, region } from '../../../local/aws/account.ts';
import { aFolder } from '../../support/a-folder.ts';
import { aFunction, anAssembly, aRole } from './an-assembly.ts';
import { aRun } from './runs.ts';

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
const hash = { AttributeName: 'pk', KeyType: 'HASH' };

/** A table with messages by token and, by a local secondary index, by time. The function may read by time. */
const anApp = (ProjectionType = 'ALL') =>
  anAssembly(
    {
      S: {
        Resources: {
          Role: aRole([
            {
              Effect: 'Allow',
              Action: 'dynamodb:Query',
              Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Table', 'Arn'] }, '/index/byTime']] },
            },
          ]),
          Read: aFunction('read'),
          Table: {
            Type: 'AWS::DynamoDB::Table',
            Properties: {
              KeySchema: [hash, { AttributeName: 'sk', KeyType: 'RANGE' }],
              AttributeDefinitions: ['pk', 'sk', 'at'].map(text),
              LocalSecondaryIndexes: [
                {
                  IndexName: 'byTime',
                  KeySchema: [hash, { AttributeName: 'at', KeyType: 'RANGE' }],
                  Projection: { ProjectionType },
                },
              ],
            },
          },
        },
      },
    },
    { read: '' },
  );

const message = (token: string, at: string) =>
  new PutItemCommand({ TableName: 'S-Table', Item: { pk: { S: 'chat' }, sk: { S: token }, at: { S: at } } });
const ofChat = {
  TableName: 'S-Table',
  KeyConditionExpression: 'pk = :chat',
  ExpressionAttributeValues: { ':chat': { S: 'chat' } },
  ConsistentRead: true,
};

test('a local secondary index is read in its own order, immediately after a write, with the permission for that index', async () => {
  const run = await aRun(anApp());
  const as = (caller: typeof credentials | ReturnType<typeof functionCredentials>) =>
    new DynamoDBClient({ region, credentials: caller, endpoint: run.addresses.dynamodb });
  for (const [token, at] of [['a', '3'] as const, ['b', '1'] as const, ['c', '2'] as const])
    await as(credentials).send(message(token, at));
  const reader = as(functionCredentials('S-Read'));
  const { Items = [] } = await reader.send(new QueryCommand({ ...ofChat, IndexName: 'byTime' }));
  expect(Items.map(({ sk }) => sk?.S)).toEqual(['b', 'c', 'a']);
  await expect(reader.send(new QueryCommand(ofChat))).rejects.toThrow('not authorized to perform: dynamodb:Query');
});

test('a local secondary index survives a restart, and a changed one is refused', async () => {
  const folder = aFolder();
  await (await aRun(anApp(), { folder })).stop();
  await (await aRun(anApp(), { folder })).stop();
  await expect(aRun(anApp('KEYS_ONLY'), { folder })).rejects.toThrow('Table S-Table has other keys or indexes');
});
