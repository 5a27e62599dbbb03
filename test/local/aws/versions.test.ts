import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, test } from '@jest/globals';
import { credentials } from '../../../local/aws/account.ts';
import type { LocalRun } from '../../../local/aws/start-app.ts';
import { aFolder } from '../../support/a-folder.ts';
import { aFunction, anAssembly } from './an-assembly.ts';
import { aRun } from './runs.ts';

const saying = (word: string) => `export const handler = async () => '${word} ' + process.env.COLOUR;`;

/** An app with two functions, and another version of one of them. */
function twoVersions(): Promise<LocalRun> {
  const Resources = { Both: aFunction('both', { COLOUR: 'red' }), One: aFunction('one', { COLOUR: 'blue' }) };
  const assembly = anAssembly({ S: { Resources } }, { both: saying('new'), one: saying('only') });
  const directory = aFolder();
  writeFileSync(join(directory, 'index.mjs'), saying('old'));
  return aRun(assembly, { otherVersion: { 'S-Both': directory } });
}

async function answers(run: LocalRun, FunctionName: string, count: number): Promise<string[]> {
  const client = new LambdaClient({ region: 'us-east-1', credentials, endpoint: run.addresses.lambda });
  const said: string[] = [];
  while (said.length < count) {
    const { Payload } = await client.send(new InvokeCommand({ FunctionName }));
    said.push(JSON.parse(Payload?.transformToString() ?? ''));
  }
  return said;
}

test('another version of a function takes turns with that of the assembly, with the same variables', async () => {
  const run = await twoVersions();
  expect(await answers(run, 'S-Both', 2)).toEqual(['new red', 'new red']);
  run.takeTurns({ 'S-Both': ['other', 'assembly'] });
  expect(await answers(run, 'S-Both', 3)).toEqual(['old red', 'new red', 'old red']);
  run.takeTurns({ 'S-Both': ['other'] });
  expect(await answers(run, 'S-Both', 2)).toEqual(['old red', 'old red']);
  run.takeTurns({});
  expect(await answers(run, 'S-Both', 1)).toEqual(['new red']);
  expect(run.runs()).toEqual({ 'S-Both': { assembly: 4, other: 4 } });
});

test('a function that has no other version runs the code of the assembly', async () => {
  const run = await twoVersions();
  run.takeTurns({ 'S-One': ['other'] });
  expect(await answers(run, 'S-One', 1)).toEqual(['only blue']);
  expect(run.runs()).toEqual({ 'S-One': { assembly: 1, other: 0 } });
});
