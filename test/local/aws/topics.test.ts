import { PublishBatchCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from '@jest/globals';
import { accountId, credentials, functionCredentials, region } from '../../../local/aws/account.ts';
import type { LocalRun } from '../../../local/aws/start-app.ts';
import { aFolder } from '../../support/a-folder.ts';
import { eventually } from '../../support/eventually.ts';
import { aFunction, anAssembly, aRole } from './an-assembly.ts';
import { aRun } from './runs.ts';

const topic = (name: string) => `arn:aws:sns:${region}:${accountId}:${name}`;
const TopicArn = topic('streaming');

// Publishes the message of its event.
const publish = `
export const handler = async ({ message }) => {
  const body = new URLSearchParams({ Action: 'Publish', Version: '2010-03-31', TopicArn: process.env.TOPIC, Message: message });
  const response = await fetch(process.env.AWS_ENDPOINT_URL_SNS, { method: 'POST', body });
  return response.status;
};`;

const anApp = () =>
  anAssembly(
    {
      S: {
        Resources: {
          Role: aRole([{ Effect: 'Allow', Action: 'sns:Publish', Resource: [TopicArn, topic('other')] }]),
          Publish: aFunction('publish', { TOPIC: TopicArn }),
          Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
        },
      },
    },
    { publish },
  );

function clientsOf({ addresses }: LocalRun) {
  const at = (endpoint: string) => ({ region, endpoint });
  const sqs = new SQSClient({ ...at(addresses.sqs), credentials });
  return {
    sns: new SNSClient({ ...at(addresses.sns), credentials }),
    asFunction: new SNSClient({ ...at(addresses.sns), credentials: functionCredentials('S-Publish') }),
    /** The next message of the queue. */
    received: () =>
      eventually<Message>(async () => {
        const QueueUrl = `${addresses.sqs}/${accountId}/S-Queue`;
        const command = new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] });
        return (await sqs.send(command)).Messages?.[0];
      }),
  };
}

const queueArn = `arn:aws:sqs:${region}:${accountId}:S-Queue`;
const subscription = new SubscribeCommand({
  TopicArn,
  Protocol: 'sqs',
  Endpoint: queueArn,
  Attributes: { RawMessageDelivery: 'true' },
});

test('a topic that a function may publish to exists and delivers to its subscribed queues', async () => {
  const run = await aRun(anApp());
  const { sns, asFunction, received } = clientsOf(run);
  await sns.send(subscription);
  const Kind = { DataType: 'String', StringValue: 'test' };
  await asFunction.send(new PublishCommand({ TopicArn, Message: 'news', MessageAttributes: { Kind } }));
  expect(await received()).toMatchObject({ Body: 'news', MessageAttributes: { Kind: { StringValue: 'test' } } });
  const invocation = `${run.addresses.lambda}/2015-03-31/functions/S-Publish/invocations`;
  const answer = await fetch(invocation, { method: 'POST', body: '{"message":"by itself"}' });
  expect(await answer.json()).toBe(200);
  expect((await received()).Body).toBe('by itself');
});

test('a function may publish where its role allows it; a batch requires the permissions of its messages', async () => {
  const run = await aRun(anApp());
  const { sns, asFunction } = clientsOf(run);
  const PublishBatchRequestEntries = [{ Id: '0', Message: 'news' }];
  await asFunction.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
  await expect(asFunction.send(subscription)).rejects.toMatchObject({
    name: 'AuthorizationErrorException',
    $metadata: { httpStatusCode: 403 },
    message: `User: arn:aws:sts::000000000000:assumed-role/S-Role/S-Publish is not authorized to perform: sns:Subscribe on resource: ${TopicArn} because no identity-based policy allows the sns:Subscribe action`,
  });
  await sns.send(subscription);
  const use = { functionName: 'S-Publish', resource: TopicArn };
  expect(run.usedPermissions()).toEqual([
    { ...use, action: 'sns:Publish', allowed: true },
    { ...use, action: 'sns:Subscribe', allowed: false },
  ]);
});

test('a subscription survives a restart', async () => {
  const folder = aFolder();
  const first = await aRun(anApp(), { folder });
  await clientsOf(first).sns.send(subscription);
  await first.stop();
  const { sns, received } = clientsOf(await aRun(anApp(), { folder }));
  await sns.send(new PublishCommand({ TopicArn, Message: 'later' }));
  expect((await received()).Body).toBe('later');
});

test('a topic of the app delivers to the queues that its template subscribes, once after a restart too', async () => {
  const folder = aFolder();
  const subscribed = () =>
    anAssembly({
      S: {
        Resources: {
          News: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news' } },
          Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
          ToQueue: {
            Type: 'AWS::SNS::Subscription',
            Properties: {
              TopicArn: { Ref: 'News' },
              Protocol: 'sqs',
              Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
              RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
            },
          },
          ToPerson: {
            Type: 'AWS::SNS::Subscription',
            Properties: { TopicArn: { Ref: 'News' }, Protocol: 'email', Endpoint: 'ann@example.com' },
          },
        },
      },
    });
  const first = await aRun(subscribed(), { folder });
  await first.stop();
  const { sns, received } = clientsOf(await aRun(subscribed(), { folder }));
  const Kind = { DataType: 'String', StringValue: 'test' };
  const publishNews = (Message: string) =>
    sns.send(new PublishCommand({ TopicArn: topic('news'), Message, MessageAttributes: { Kind } }));
  await publishNews('one');
  await publishNews('two');
  const bodies = [await received(), await received()].map(({ Body = '' }) => JSON.parse(Body));
  expect(bodies).toMatchObject(
    ['one', 'two'].map((Message) => ({
      Type: 'Notification',
      Message,
      MessageAttributes: { Kind: { Type: 'String', Value: 'test' } },
    })),
  );
});
