import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from '@jest/globals';
import { accountId, credentials, region } from '../../../local/aws/account.ts';
import type { LocalRun } from '../../../local/aws/start-app.ts';
import { aFolder } from '../../support/a-folder.ts';
import { eventually } from '../../support/eventually.ts';
import { aFunction, anAssembly, aRole } from './an-assembly.ts';
import { aRun } from './runs.ts';

const failing = `
import { appendFileSync } from 'node:fs';
export const handler = async () => {
  appendFileSync(process.env.NOTES, process.env.AWS_LAMBDA_FUNCTION_NAME + '\\n');
  throw new Error('no');
};`;

const configured = (target: string, properties: object) => ({
  Type: 'AWS::Lambda::EventInvokeConfig',
  Properties: { FunctionName: { Ref: target }, Qualifier: '$LATEST', ...properties },
});

test('a failed invocation is retried as often as the template says, or twice by default', async () => {
  const notes = join(aFolder(), 'notes');
  const failingFunction = aFunction('failing', { NOTES: notes });
  const Resources = {
    Once: failingFunction,
    OnceConfig: configured('Once', { MaximumRetryAttempts: 0 }),
    Aged: failingFunction,
    AgedConfig: configured('Aged', { MaximumEventAgeInSeconds: 100 }),
    Default: failingFunction,
  };
  const run = await aRun(anAssembly({ S: { Resources } }, { failing }), { speed: 600 });
  const client = new LambdaClient({ region: 'us-east-1', credentials, endpoint: run.addresses.lambda });
  for (const FunctionName of ['S-Once', 'S-Aged', 'S-Default']) {
    await client.send(new InvokeCommand({ FunctionName, InvocationType: 'Event' }));
  }
  const attempts = () => readFileSync(notes, { encoding: 'utf8', flag: 'a+' }).split('\n');
  const of = (name: string) => attempts().filter((line) => line === name).length;
  // The last attempt of S-Default comes after those of the others.
  await eventually(() => (of('S-Default') === 3 ? true : undefined));
  expect([of('S-Once'), of('S-Aged')]).toEqual([1, 2]);
});

const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** An app with a function that fails with each event of a rule and has a dead-letter queue. */
const aRuleApp = (Role: object) =>
  anAssembly(
    {
      S: {
        Resources: {
          Role,
          Dead: { Type: 'AWS::SQS::Queue', Properties: {} },
          Fail: aFunction('failing', { NOTES: '/dev/null' }, { DeadLetterConfig: { TargetArn: arnOf('Dead') } }),
          Once: configured('Fail', { MaximumRetryAttempts: 0 }),
          Rule: {
            Type: 'AWS::Events::Rule',
            Properties: {
              EventPattern: { source: ['centre'] },
              Targets: [
                {
                  Id: 'Target0',
                  Arn: arnOf('Fail'),
                  DeadLetterConfig: { Arn: arnOf('Dead') },
                  RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 4 },
                },
              ],
            },
          },
        },
      },
    },
    { failing },
  );

function sendEvent({ addresses }: LocalRun): Promise<unknown> {
  const events = new EventBridgeClient({ region, credentials, endpoint: addresses.events });
  const entry = { Source: 'centre', DetailType: 'ChatEnded', Detail: '{"contactId":"chat-1"}' };
  return events.send(new PutEventsCommand({ Entries: [entry] }));
}

test('if all attempts fail, the event of a rule is sent to the dead-letter queue of the function', async () => {
  const run = await aRun(aRuleApp(aRole()));
  await sendEvent(run);
  const sqs = new SQSClient({ region, credentials, endpoint: run.addresses.sqs });
  const QueueUrl = `${run.addresses.sqs}/${accountId}/S-Dead`;
  const message = await eventually(async () => {
    const command = new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] });
    return (await sqs.send(command)).Messages?.[0];
  });
  expect(JSON.parse(message.Body ?? '')).toMatchObject({ source: 'centre', detail: { contactId: 'chat-1' } });
  expect(message.MessageAttributes).toMatchObject({
    RequestID: { DataType: 'String', StringValue: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    ErrorCode: { DataType: 'Number', StringValue: '200' },
    ErrorMessage: { DataType: 'String', StringValue: 'no' },
  });
  const resource = `arn:aws:sqs:${region}:${accountId}:S-Dead`;
  const use = { functionName: 'S-Fail', action: 'sqs:SendMessage', resource };
  expect(run.usedPermissions()).toEqual([{ ...use, allowed: true }]);
});

test('a dead letter that the role of the function does not allow is lost, and the loss is logged', async () => {
  const lines: string[] = [];
  const run = await aRun(aRuleApp(aRole([])), { log: (line) => lines.push(line) });
  await sendEvent(run);
  const lost = await eventually(() => lines.find((line) => line.startsWith('A dead letter')));
  expect(lost).toMatch(/^A dead letter of S-Fail is lost: AccessDenied: User: .* is not authorized/);
});
