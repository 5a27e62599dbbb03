import {
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { describe, expect, test } from '@jest/globals';
import { credentials } from '../../../local/aws/account.ts';
import type { LocalRun } from '../../../local/aws/start-app.ts';
import { aFunction, anAssembly } from './an-assembly.ts';
import { aRun } from './runs.ts';

const twice = `export const handler = async ({ number }, context) => {
  if (number === undefined) throw new RangeError('no number');
  return { twice: number * 2, left: context.getRemainingTimeInMillis() > 0, at: new Date().toISOString(), now: Date.now() };
};`;

const start = (more = {}) => aRun(anAssembly({ S: { Resources: { Twice: aFunction('twice') } } }, { twice }), more);

function invoke(run: LocalRun, input: Partial<InvokeCommandInput>) {
  const client = new LambdaClient({ region: 'us-east-1', credentials, endpoint: run.addresses.lambda });
  return client.send(new InvokeCommand({ FunctionName: 'S-Twice', ...input }));
}

describe('the Lambda client of the AWS SDK', () => {
  test('invokes a function by name or ARN and gets its response', async () => {
    const run = await start();
    expect(run.functionNames).toEqual(['S-Twice']);
    for (const FunctionName of ['S-Twice', 'arn:aws:lambda:us-east-1:000000000000:function:S-Twice']) {
      const { StatusCode, Payload, FunctionError } = await invoke(run, { FunctionName, Payload: '{"number":21}' });
      expect(StatusCode).toBe(200);
      expect(FunctionError).toBeUndefined();
      expect(JSON.parse(Payload?.transformToString() ?? '')).toMatchObject({ twice: 42, left: true });
    }
  });

  test('gets an error of the handler in the format of Lambda', async () => {
    const { StatusCode, Payload, FunctionError } = await invoke(await start(), { Payload: '{}' });
    expect([StatusCode, FunctionError]).toEqual([200, 'Unhandled']);
    expect(JSON.parse(Payload?.transformToString() ?? '')).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'no number',
    });
  });

  test('gets 202 for an event, 204 for a dry run, and an error with the existing names for an unknown function', async () => {
    const run = await start();
    expect((await invoke(run, { InvocationType: 'Event', Payload: '{"number":1}' })).StatusCode).toBe(202);
    expect((await invoke(run, { InvocationType: 'DryRun' })).StatusCode).toBe(204);
    const unknown = invoke(run, { FunctionName: 'Thrice' });
    await expect(unknown).rejects.toThrow(ResourceNotFoundException);
    await expect(unknown).rejects.toThrow('Function not found: Thrice. There are: S-Twice');
  });
});

test('a function sees virtual time, which runs at the speed of the run', async () => {
  const run = await start({ speed: 3600 });
  const ask = async () =>
    JSON.parse((await invoke(run, { Payload: '{"number":1}' })).Payload?.transformToString() ?? '');
  const first = await ask();
  const second = await ask();
  expect(Math.abs(Date.parse(first.at) - first.now)).toBeLessThan(3600);
  expect(second.now).toBeGreaterThan(first.now);
  expect(second.now - Date.now()).toBeGreaterThan(60_000);
});
