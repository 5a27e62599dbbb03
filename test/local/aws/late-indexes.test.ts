import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import dynalite from 'dynalite';
import { eventually } from '#test/support/eventually.ts';
import { withLateIndexes } from '../../../local/aws/dynamodb/late-indexes.ts';
import { close, listen } from '../../../local/aws/http-server.ts';

test('what was written is copied into a late index when it is due, before anybody asks', async () => {
  const copied: unknown[] = [];
  const makeCopy = () => {
    const copy = dynalite({ createTableMs: 0 });
    copy.on('request', ({ headers }) => copied.push(headers['x-amz-target']));
    return copy;
  };
  const late = await withLateIndexes(makeCopy, dynalite({ createTableMs: 0 }), 10);
  const endpoint = await listen(late.server, 0, 'DynamoDB');
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
  const hash = (AttributeName: string) => [{ AttributeName, KeyType: 'HASH' as const }];
  const byColour = { IndexName: 'byColour', KeySchema: hash('colour'), Projection: { ProjectionType: 'ALL' as const } };
  await client.send(
    new CreateTableCommand({
      TableName: 'things',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: hash('id'),
      AttributeDefinitions: [text('id'), text('colour')],
      GlobalSecondaryIndexes: [byColour],
    }),
  );
  await client.send(new PutItemCommand({ TableName: 'things', Item: { id: { S: 'one' }, colour: { S: 'red' } } }));
  const put = 'DynamoDB_20120810.PutItem';
  expect(await eventually(() => copied.find((target) => target === put))).toBe(put);
  client.destroy();
  await close(late.server);
  await late.close();
});
