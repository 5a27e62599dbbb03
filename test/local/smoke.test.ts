import { beforeAll, describe, expect, test } from '@jest/globals';
import { UsageFault } from '../../bin/command.ts';
import { readOptions } from '../../bin/smoke/options.ts';
import { region } from '../../local/aws/account.ts';
import { fastApp, type RunningApp } from '../app/running-app.ts';
import { commandsOf, pipelineWith } from '../infra/pipelines.ts';
import { makeCall } from './call-api.ts';
import { smoke, smokeByPipeline } from './smoke-process.ts';

let app: RunningApp;
let key: string;
beforeAll(async () => {
  app = await fastApp();
  key = await app.instance('smoke-test');
});

const flowFunction = ['--flow-function', 'lastcall-dev-flow-set-chat-timeouts'] as const;
const fast = ['--speed', '60'];
/** A run signs 51 agents in, which takes long on a machine that is busy with other suites. */
const runMillis = 120_000;

/** What is printed for each line: the word before the colon. */
const names = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => line.split(':', 1)[0]);

const everything = [
  ...['key', 'refused key', 'agents', 'forced logout', 'deferred logout', 'job', 'flow function', 'idle chat'],
  'everything that the smoke test made has ended',
].map((name) => `ok  ${name}`);

/** The agents of this instance who are signed in. */
async function signedIn(): Promise<unknown[]> {
  return (await makeCall(app, key)('GET', '/v1/agents?signedIn=true')).agents;
}

describe('npm run smoke', () => {
  test(
    'sees all that a stage must do by the command of the pipeline, with a key that it makes and revokes',
    async () => {
      const table = app.app.tables.find(({ name }) => name.includes('Keys') && !name.includes('Signing'))?.name ?? '';
      const [command = '', ...others] = commandsOf((await pipelineWith()).template, 'Smoke').filter((each) =>
        each.includes('npm run'),
      );
      expect(others).toEqual([]);
      const ofTheStage = { API_URL: app.url, KEYS_TABLE: table, FLOW_FUNCTION: flowFunction[1], STAGE_REGION: region };
      const { status, stdout, stderr } = await smokeByPipeline(command, ofTheStage, app);
      const seen = names(stdout.slice(stdout.indexOf('ok  ')));
      expect({ status, stderr, seen }).toEqual({ status: 0, stderr: '', seen: everything });
      const made = /smoke-[0-9a-f]{12}/.exec(stdout)?.[0];
      const find = { TableName: table, Key: { pk: { S: `KEY#${made}` } } };
      const stored = await fetch(app.addresses.dynamodb, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': 'DynamoDB_20120810.GetItem',
          authorization:
            'AWS4-HMAC-SHA256 Credential=x/20261127/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=x',
          'x-amz-date': '20261127T000000Z',
        },
        body: JSON.stringify(find),
      });
      expect(await stored.json()).toEqual({});
      expect(await signedIn()).toEqual([]);
    },
    runMillis,
  );

  test(
    'two at once use different agents; one that fails says why, and cleans up too',
    async () => {
      const given = { environment: { LASTCALL_KEY: key } };
      const [one, other] = await Promise.all([
        smoke(['--url', app.url, ...fast, '--no-wait'], given),
        // No minute of this stage is as long as this one is told.
        smoke(['--url', app.url, '--speed', '30'], given),
      ]);
      expect({ ...one, stdout: '' }).toEqual({ status: 0, stdout: '', stderr: '' });
      expect(one.stdout).toContain('left out  idle chat');
      expect(other.status).toBe(1);
      expect(other.stderr).toMatch(/^FAILED {2}The customer was idle after [\d.]+ seconds, which is early\n$/);
      const agents = [one, other].map(({ stdout }) => /uses (\S+)-1 to/.exec(stdout)?.[1]);
      expect(agents.sort()).toEqual(['lastcall-smoke-1', 'lastcall-smoke-2']);
      expect(await signedIn()).toEqual([]);
    },
    runMillis,
  );

  test(
    'cleans up when it is interrupted',
    async () => {
      const { status, stderr } = await smoke(['--url', app.url, '--key', key, ...fast], {
        interruptAfter: 'ok  deferred',
      });
      expect({ status, stderr }).toEqual({ status: 1, stderr: 'FAILED  Interrupted\n' });
      expect(await signedIn()).toEqual([]);
    },
    runMillis,
  );

  test('a key that is refused, or may not do all of it, has made nothing', async () => {
    const refused = await smoke(['--url', app.url, '--key', 'smoke-test:wrong']);
    expect(refused).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'FAILED  The stage refuses the key smoke-test: it must be a key of this stage, written ID:SECRET, that is not revoked\n',
    });
  });
});

describe('before anything is sent, a sentence says what is wrong', () => {
  const url = ['--url', 'https://example.invalid'];
  test.each([
    [[], '--url is missing'],
    [url, '--key or --keys-table is missing'],
    [[...url, '--key', 'x'], '--key must be ID:SECRET'],
    [[...url, '--key', 'a:b', '--keys-table', 'Keys'], 'Give --key or --keys-table, not both'],
    [[...url, '--keys-table', 'K/'], '--keys-table must be the name of a DynamoDB table, got K/'],
    [
      ['--url', 'http://example.com', '--key', 'a:b'],
      '--url must begin with https:// unless it is on this machine, got http://example.com',
    ],
    [
      ['--url', 'example.com', '--key', 'a:b'],
      '--url must be an address such as https://abc.execute-api.eu-central-1.amazonaws.com, got example.com',
    ],
    [['--url', 'https://user@example.com', '--key', 'a:b'], '--url must be an address without user, query or fragment'],
    [
      [...url, '--key', 'a:b', ...flowFunction],
      '--flow-function needs --instance, the contact centre that the key is for',
    ],
    [[...url, '--key', 'a:b', '--speed', '0'], '--speed must be above 0 and at most 3600, got 0'],
    [[...url, '--key', 'a:b', '--region', 'EU'], '--region must be a region of AWS, got EU'],
    [[...url, '--bogus'], "Unknown option '--bogus'"],
    [['--url', '--key', 'a:b'], "Option '--url' argument is ambiguous."],
  ])('%j', (options, sentence) => {
    expect(() => readOptions(options, {})).toThrow(new UsageFault(sentence));
  });

  test('without a stack trace', async () => {
    const stderr = '--url is missing\nnpm run smoke -- --help says what there is\n';
    expect(await smoke([])).toEqual({ status: 1, stdout: '', stderr });
  });

  test('a host that is not there, a port at which nothing listens, a table that is not there', async () => {
    const nobody = await smoke(['--url', 'http://127.0.0.1:2', '--key', 'a:b']);
    expect(nobody.stderr).toMatch(/^FAILED {2}GET http:\/\/127.0.0.1:2\/v1\/health got no answer: ECONNREFUSED\n$/);
    const noTable = await smoke(['--url', app.url, '--keys-table', 'Absent'], { app });
    expect(noTable.stderr).toMatch(
      /^FAILED {2}No key can be made in the table Absent: ResourceNotFoundException: [^\n]*\n$/,
    );
  });

  test('--help lists the options', async () => {
    const { status, stdout } = await smoke(['--help']);
    expect(status).toBe(0);
    for (const option of ['--url', '--key', '--keys-table', '--flow-function', '--no-wait'])
      expect(stdout).toContain(option);
  });
});
