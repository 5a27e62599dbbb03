import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { bundleFunctions } from '../../lib/bundles.ts';
import { assemblyFolder } from '../app/assembly.ts';
import { actionsOf } from './grants-of.ts';
import { scratchFolder } from './synthesis.ts';
import { deployedStacks, fileOf, functionsOf } from './templates.ts';

/** The largest size of a bundle. Every 100 kB cost about 10 ms of a cold start. */
const mostBytes = 700_000;

const deployed = join(assemblyFolder(), 'bundles');
const outdir = scratchFolder();
const bundles = bundleFunctions(outdir);
const fileIn = (folder: string, name: string) => join(folder, name, 'index.mjs');

/** The files of which something is left in a bundle. */
const inputsOf = (name: string): readonly string[] =>
  Object.entries(bundles.metafile.outputs)
    .filter(([file]) => file.endsWith(`/${name}/index.mjs`))
    .flatMap(([, { inputs }]) => Object.entries(inputs))
    .flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : []));

const clientsIn = (name: string) =>
  new Set(inputsOf(name).flatMap((input) => /@aws-sdk\/client-([a-z]+)\//.exec(input)?.[1] ?? []));

test('there is a bundle for each file in functions/, and none for a folder', () => {
  const files = readdirSync('functions').filter((file) => file.endsWith('.ts'));
  expect(bundles.names).toEqual(files.map((file) => file.replace(/\.ts$/, '')).sort());
});

test('bundles are small', () => {
  const sizes = bundles.names.map((name) => [name, statSync(fileIn(deployed, name)).size] as const);
  expect(sizes.filter(([, bytes]) => bytes > mostBytes)).toEqual([]);
});

test('bundles leave out what only a named import of zod brings in: import it as a namespace', () => {
  const locales = bundles.names.flatMap(inputsOf).filter((input) => input.includes('zod/v4/locales/'));
  expect(new Set(locales).size).toBeLessThanOrEqual(1);
});

test('bundles never call require, which an ES module does not have', () => {
  const calling = bundles.names.filter((name) =>
    readFileSync(fileIn(deployed, name), 'utf8').includes('Dynamic require of'),
  );
  expect(calling).toEqual([]);
});

test('bundles are the same bytes in another folder', () => {
  const differing = bundles.names.filter(
    (name) => !readFileSync(fileIn(outdir, name)).equals(readFileSync(fileIn(deployed, name))),
  );
  expect(differing).toEqual([]);
});

test('a function bundles an SDK client of every service that its role may use', () => {
  const clientActions = {
    apigatewaymanagementapi: /^execute-api:ManageConnections$/,
    dynamodb: /^dynamodb:/,
    eventbridge: /^events:PutEvents$/,
    sns: /^sns:Publish$/,
    sqs: /^sqs:(SendMessage|ChangeMessageVisibility)$/,
  };
  const { service } = deployedStacks();
  const missing = functionsOf(service).flatMap((lambda) => {
    const clients = clientsIn(fileOf(lambda));
    const actions = actionsOf(service, lambda);
    return Object.entries(clientActions).flatMap(([client, action]) =>
      actions.some((each) => action.test(each)) && !clients.has(client) ? [`${fileOf(lambda)}: ${client}`] : [],
    );
  });
  expect(missing).toEqual([]);
});

test.each([
  ['http-open', []],
  ['http-authorize', ['dynamodb']],
  ['socket-authorize', ['dynamodb']],
])('%s, which strangers can have invoked without a token, bundles no other SDK client than %j', (name, clients) => {
  expect([...clientsIn(name)]).toEqual(clients);
});
