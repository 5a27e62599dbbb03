import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { aFolder } from '../../support/a-folder.ts';
import { eventually } from '../../support/eventually.ts';
import { aFunction, anAssembly } from './an-assembly.ts';
import { aRun } from './runs.ts';

// Sends a message that is due in 30 seconds.
const send = `
export const handler = async () => {
  const body = { QueueUrl: process.env.QUEUE, MessageBody: String(Date.now() + 30_000), DelaySeconds: 30 };
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' };
  await fetch(process.env.AWS_ENDPOINT_URL_SQS, { method: 'POST', headers, body: JSON.stringify(body) });
};`;
const receive = `
import { appendFileSync } from 'node:fs';
export const handler = async ({ Records }) => {
  for (const { body } of Records) appendFileSync(process.env.NOTES, Date.now() - Number(body) + '\\n');
  return { batchItemFailures: [] };
};`;

test('with speed, a schedule and a delay follow the virtual time that functions see', async () => {
  const notes = join(aFolder(), 'notes');
  const Resources = {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 60 } },
    Send: aFunction('send', { QUEUE: { Ref: 'Queue' } }),
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        ScheduleExpression: 'rate(1 minute)',
        State: 'ENABLED',
        Targets: [{ Id: 'T', Arn: { 'Fn::GetAtt': ['Send', 'Arn'] }, RetryPolicy: { MaximumEventAgeInSeconds: 60 } }],
      },
    },
    SendOnce: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: { FunctionName: { Ref: 'Send' }, Qualifier: '$LATEST', MaximumRetryAttempts: 0 },
    },
    Receive: aFunction('receive', { NOTES: notes }),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionName: { Ref: 'Receive' } },
    },
  };
  await aRun(anAssembly({ S: { Resources } }, { send, receive }), { speed: 120 });
  const lateness = await eventually(() => {
    const noted = readFileSync(notes, { encoding: 'utf8', flag: 'a+' }).split('\n').filter(Boolean).map(Number);
    return noted.length >= 3 ? noted : undefined;
  });
  for (const milliseconds of lateness) expect(milliseconds).toBeGreaterThanOrEqual(0);
});
