import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetQueueAttributesCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from '@jest/globals';
import { credentials } from '../../../local/aws/account.ts';
import type { LocalRun } from '../../../local/aws/start-app.ts';
import { aFolder } from '../../support/a-folder.ts';
import { eventually } from '../../support/eventually.ts';
import { aFunction, anAssembly } from './an-assembly.ts';
import { aRun } from './runs.ts';

// Notes every body and reports those that begin with "bad" as failed.
const note = `
import { appendFileSync } from 'node:fs';
export const handler = async ({ Records }) => {
  for (const { body, attributes } of Records) appendFileSync(process.env.NOTES, body + ' ' + attributes.ApproximateReceiveCount + '\\n');
  return { batchItemFailures: Records.filter(({ body }) => body.startsWith('bad')).map(({ messageId }) => ({ itemIdentifier: messageId })) };
};`;

const aQueueApp = (notes: string, VisibilityTimeout: number) =>
  anAssembly(
    {
      S: {
        Resources: {
          Dead: { Type: 'AWS::SQS::Queue', Properties: {} },
          Queue: {
            Type: 'AWS::SQS::Queue',
            Properties: {
              VisibilityTimeout,
              RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 2 },
            },
          },
          Work: aFunction('note', { NOTES: notes }),
          Mapping: {
            Type: 'AWS::Lambda::EventSourceMapping',
            Properties: {
              EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
              FunctionName: { Ref: 'Work' },
              BatchSize: 5,
              FunctionResponseTypes: ['ReportBatchItemFailures'],
              ScalingConfig: { MaximumConcurrency: 2 },
            },
          },
        },
      },
    },
    { note },
  );

const queueUrl = (run: LocalRun, name: string) => `${run.addresses.sqs}/000000000000/${name}`;
const client = (run: LocalRun) => new SQSClient({ region: 'us-east-1', credentials, endpoint: run.addresses.sqs });
const lines = (file: string) => readFileSync(file, { encoding: 'utf8', flag: 'a+' }).split('\n').filter(Boolean).sort();

async function waiting(run: LocalRun, name: string): Promise<number> {
  const { Attributes } = await client(run).send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl(run, name), AttributeNames: ['All'] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages) + Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
}

test('messages that a function reports as failed come back after the visibility timeout and end in the dead-letter queue', async () => {
  const notes = join(aFolder(), 'notes');
  const run = await aRun(aQueueApp(notes, 1));
  const Entries = ['good one', 'bad one', 'good two'].map((MessageBody, index) => ({ Id: `m${index}`, MessageBody }));
  await client(run).send(new SendMessageBatchCommand({ QueueUrl: queueUrl(run, 'S-Queue'), Entries }));

  await eventually(async () => ((await waiting(run, 'S-Dead')) === 1 ? true : undefined));
  expect(lines(notes)).toEqual(['bad one 1', 'bad one 2', 'good one 1', 'good two 1']);
  expect(await waiting(run, 'S-Queue')).toBe(0);
});

test('with speed, a delay and a visibility timeout of minutes pass within seconds', async () => {
  const notes = join(aFolder(), 'notes');
  const run = await aRun(aQueueApp(notes, 60), { speed: 600 });
  const QueueUrl = queueUrl(run, 'S-Queue');
  await client(run).send(new SendMessageCommand({ QueueUrl, MessageBody: 'bad and late', DelaySeconds: 120 }));
  await eventually(() => (lines(notes).length === 2 ? true : undefined));
  await eventually(async () => ((await waiting(run, 'S-Dead')) === 1 ? true : undefined));
});
