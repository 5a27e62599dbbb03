import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, test } from '@jest/globals';
import { credentials } from '../../local/place.ts';
import { aFolder, aFunction, anAssembly } from './an-assembly.ts';
import { aRun, eventually } from './runs.ts';

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

test('a failed invocation is tried again as often as the template says, and twice if it says nothing', async () => {
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
  // The last try of the most patient one comes after all of the others'.
  await eventually(() => (of('S-Default') === 3 ? true : undefined));
  expect([of('S-Once'), of('S-Aged')]).toEqual([1, 2]);
});
