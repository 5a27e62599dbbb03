import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { bundleFunctions } from '../../lib/bundles.ts';
import { assemblyFolder } from '../app/assembly.ts';
import { aFolder } from '../support/a-folder.ts';
import { actionsOf } from './grants-of.ts';
import { deployedStacks, fileOf, functionsOf } from './templates.ts';

/** The largest size of a bundle. Every 100 kB cost about 10 ms of a cold start. */
const mostBytes = 700_000;

const deployed = join(assemblyFolder(), 'bundles');
const outdir = aFolder();
const bundles = await bundleFunctions(outdir);
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

/** Clients that a function bundles and never uses, because the use cases of a context are wired together. */
const bundledUnused: Readonly<Record<string, readonly string[]>> = {
  'schedule-sweep-wake-ups': ['apigatewaymanagementapi', 'eventbridge'],
  'http-settings': ['apigatewaymanagementapi', 'eventbridge', 'sqs'],
  'event-stream-chat': ['apigatewaymanagementapi', 'eventbridge', 'sns'],
  'event-supervisors': ['eventbridge'],
  'queue-deliver-stream': ['apigatewaymanagementapi', 'eventbridge'],
  'flow-set-security-user': ['apigatewaymanagementapi', 'eventbridge', 'sqs'],
  'flow-terminate-agent-session': ['apigatewaymanagementapi', 'eventbridge'],
};

test('a function bundles the SDK clients of the services that its role may use, and few others', () => {
  const clientActions = {
    apigatewaymanagementapi: /^execute-api:ManageConnections$/,
    dynamodb: /^dynamodb:/,
    eventbridge: /^events:PutEvents$/,
    sns: /^sns:Publish$/,
    sqs: /^sqs:(SendMessage|ChangeMessageVisibility)$/,
  };
  const { service } = deployedStacks();
  const bundled = functionsOf(service).map((lambda) => [fileOf(lambda), [...clientsIn(fileOf(lambda))].sort()]);
  const usable = functionsOf(service).map((lambda) => {
    // Lambda itself sends dead letters, and this function sends nothing else to a queue.
    const isSentByLambda = (action: string) => fileOf(lambda) === 'event-audit' && action === 'sqs:SendMessage';
    const actions = actionsOf(service, lambda).filter((action) => !isSentByLambda(action));
    const clients = Object.entries(clientActions).flatMap(([client, action]) =>
      actions.some((each) => action.test(each)) ? [client] : [],
    );
    return [fileOf(lambda), [...clients, ...(bundledUnused[fileOf(lambda)] ?? [])].sort()];
  });
  expect(bundled).toEqual(usable);
});

const tracingFolder = aFolder();
const tracing = await bundleFunctions(tracingFolder, { tracing: true });

describe('with traces', () => {
  const hasTracer = ({ metafile }: typeof bundles, name: string) =>
    Object.entries(metafile.outputs)
      .filter(([file]) => file.endsWith(`/${name}/index.mjs`))
      .flatMap(([, { inputs }]) => Object.keys(inputs))
      .some((input) => /aws-xray-sdk-core|powertools[/]tracer/.test(input));

  test('bundles hold the tracer, and without them nothing of it', () => {
    const traced = tracing.names.filter((name) => hasTracer(tracing, name));
    // The authorizers have no client but that of DynamoDB, which is traced too.
    expect(traced).toEqual(tracing.names);
    expect(bundles.names.filter((name) => hasTracer(bundles, name))).toEqual([]);
  });

  test.each(['http-open', 'http-chats', 'queue-wake-up', 'flow-set-chat-timeouts'])('%s can be loaded', (name) => {
    const program = `import(${JSON.stringify(pathToFileURL(fileIn(tracingFolder, name)))}).then((m) => console.log(typeof m.handler))`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
      env: lambdaEnvironment,
    });
    expect([stdout, stderr]).toEqual(['function\n', '']);
  });
});

/** What tells the tracer that it runs in Lambda. */
const lambdaEnvironment = { ...process.env, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x', AWS_REGION: 'eu-central-1' };
