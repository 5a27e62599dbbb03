import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { credentials } from '../../../local/aws/account.ts';
import { openInFlightFile } from '../../../local/aws/in-flight.ts';
import { startApp } from '../../../local/aws/start-app.ts';
import { aFolder } from '../../support/a-folder.ts';
import { eventually } from '../../support/eventually.ts';
import { aFunction, anAssembly } from './an-assembly.ts';
import { aRun } from './runs.ts';

test('work that has begun and not ended is left for whoever opens the file next, in its order', () => {
  const file = join(aFolder(), 'in-flight.sqlite');
  const first = openInFlightFile(file);
  const calls = first.of('call', z.string());
  for (const id of ['a', 'b', 'c']) calls.begin(id, `work ${id}`);
  calls.end('b');
  // A process that is killed does not close it.
  const second = openInFlightFile(file);
  expect(second.of('call', z.string()).left).toEqual([
    { id: 'a', work: 'work a' },
    { id: 'c', work: 'work c' },
  ]);
  expect(second.of('connection', z.unknown()).left).toEqual([]);
  first.close();
  expect(() => calls.end('a')).not.toThrow();
  second.close();
});

test('what another version has written in another form is forgotten, and hides nothing', () => {
  const file = join(aFolder(), 'in-flight.sqlite');
  const earlier = openInFlightFile(file);
  earlier.of('call', z.unknown()).begin('a', { other: 'form' });
  earlier.of('call', z.unknown()).begin('b', 'work');
  const later = openInFlightFile(file);
  expect(later.of('call', z.string()).left).toEqual([{ id: 'b', work: 'work' }]);
  expect(later.of('call', z.unknown()).left).toHaveLength(1);
  for (const each of [earlier, later]) each.close();
});

// Fails until the file is there that stands for a repair.
const failing = `
import { appendFileSync, existsSync } from 'node:fs';
export const handler = async (event) => {
  if (!existsSync(process.env.NOTES)) throw new Error('no');
  appendFileSync(process.env.NOTES, JSON.stringify(event) + '\\n');
};`;

test('an asynchronous invocation that had not ended when a run did is invoked at once by the next, and not by a third', async () => {
  const folder = aFolder();
  const notes = join(aFolder(), 'notes');
  const app = anAssembly({ S: { Resources: { Note: aFunction('failing', { NOTES: notes }) } } }, { failing });
  const failures: string[] = [];
  const run = await startApp({ port: 0, folder, assembly: app, log: (line) => failures.push(line) });
  const client = new LambdaClient({ region: 'us-east-1', credentials, endpoint: run.addresses.lambda });
  const input = { FunctionName: 'S-Note', InvocationType: 'Event', Payload: '{"of":"the first run"}' } as const;
  await client.send(new InvokeCommand(input));
  // It waits for its second attempt.
  await eventually(() => (failures.length > 0 ? true : undefined));
  await run.stop();
  writeFileSync(notes, '');
  const noted = () => readFileSync(notes, 'utf8');
  const second = await startApp({ port: 0, folder, assembly: app });
  await eventually(() => (noted() === '' ? undefined : true));
  await second.stop();
  await aRun(app, { folder });
  expect(noted()).toBe('{"of":"the first run"}\n');
});
