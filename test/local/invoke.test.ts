import {
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { describe, expect, test } from '@jest/globals';
import { credentials } from '../../local/place.ts';
import type { LocalRun } from '../../local/start-local.ts';
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

describe("Lambda's own client", () => {
  test('invokes a function by name or ARN and gets its answer', async () => {
    const run = await start();
    expect(run.functionNames).toEqual(['S-Twice']);
    for (const FunctionName of ['S-Twice', 'arn:aws:lambda:us-east-1:000000000000:function:S-Twice']) {
      const { StatusCode, Payload, FunctionError } = await invoke(run, { FunctionName, Payload: '{"number":21}' });
      expect(StatusCode).toBe(200);
      expect(FunctionError).toBeUndefined();
      expect(JSON.parse(Payload?.transformToString() ?? '')).toMatchObject({ twice: 42, left: true });
    }
  });

  test('gets an error of the handler as Lambda describes it', async () => {
    const { StatusCode, Payload, FunctionError } = await invoke(await start(), { Payload: '{}' });
    expect([StatusCode, FunctionError]).toEqual([200, 'Unhandled']);
    expect(JSON.parse(Payload?.transformToString() ?? '')).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'no number',
    });
  });

  test('gets 202 for an event, 204 for a dry run, and the names there are for one there is not', async () => {
    const run = await start();
    expect((await invoke(run, { InvocationType: 'Event', Payload: '{"number":1}' })).StatusCode).toBe(202);
    expect((await invoke(run, { InvocationType: 'DryRun' })).StatusCode).toBe(204);
    const unknown = invoke(run, { FunctionName: 'Thrice' });
    await expect(unknown).rejects.toThrow(ResourceNotFoundException);
    await expect(unknown).rejects.toThrow('Function not found: Thrice. There are: S-Twice');
  });
});

test('a function sees the time of the system, which runs as fast as asked and goes on over a restart', async () => {
  const run = await start({ speed: 3600 });
  const ask = async () =>
    JSON.parse((await invoke(run, { Payload: '{"number":1}' })).Payload?.transformToString() ?? '');
  const first = await ask();
  const second = await ask();
  expect(Math.abs(Date.parse(first.at) - first.now)).toBeLessThan(3600);
  expect(second.now).toBeGreaterThan(first.now);
  expect(second.now - Date.now()).toBeGreaterThan(60_000);
});
