import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { UsageFault } from '../../bin/command.ts';
import { readOptions } from '../../bin/connect-check/options.ts';
import { credentials } from './check-instance.ts';

const arn = 'arn:aws:connect:eu-central-1:111122223333:instance/11111111-2222-3333-4444-555555555555';

describe('options of a check', () => {
  const named = ['--instance', arn];
  const live = [...named, '--user', 'ann', '--url', 'https://example.com'];
  test.each([
    [[], '--instance must be the ARN of an instance of Amazon Connect, such as'],
    [
      ['--instance', '11111111-2222-3333-4444-555555555555'],
      'got 11111111-2222-3333-4444-555555555555: the Amazon Con',
    ],
    [['--instance', 'arn:aws:connect:eu-central-1:1:instance/example'], '--instance must be the ARN'],
    [['--instance', `${arn}/agent/11111111-2222-3333-4444-555555555555`], `: try ${arn}`],
    [[...named, '--user', ''], '--user must be the username of a user of the instance, got nothing'],
    [[...named, '--endpoint', 'localhost'], '--endpoint must be the address of a server, got localhost'],
    [[...named, '--yes'], '--yes is for --url, which forces the user out'],
    [[...named, '--url', 'https://example.com', '--yes'], '--url needs --user'],
    [live, '--url forces ann out for real: add --yes if the user knows about it'],
    [[...live, '--yes'], 'The variable LASTCALL_KEY must be a key for the instance, ID:SECRET'],
    [[...live.slice(0, -1), 'http://example.com', '--yes'], '--url must begin with https://'],
  ])('%j are refused in one sentence', (options, sentence) => {
    expect(() => readOptions(options, {})).toThrow(UsageFault);
    expect(() => readOptions(options, {})).toThrow(sentence);
  });

  test('are read with blanks around the ARN, and a key that comes from the environment', () => {
    const environment = { LASTCALL_KEY: 'a:b', AWS_DEFAULT_REGION: 'us-east-1' };
    expect(readOptions(['--instance', ` ${arn}\n`, ...live.slice(2), '--yes'], environment)).toEqual({
      instance: {
        arn,
        region: 'eu-central-1',
        account: '111122223333',
        instanceId: '11111111-2222-3333-4444-555555555555',
      },
      username: 'ann',
      live: { url: 'https://example.com', key: 'a:b' },
      chosenRegion: 'us-east-1',
    });
  });
});

test('the command ends with status 1 and a sentence, and with status 0 when all will work', async () => {
  const run = (options: readonly string[], environment: Record<string, string> = credentials) =>
    spawnSync(process.execPath, ['bin/connect-check.ts', ...options], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true', ...environment },
    });
  const nowhere = ['--instance', arn, '--endpoint', 'http://127.0.0.1:9'];
  const without = run(nowhere, {});
  expect([without.status, without.stderr]).toEqual([
    1,
    expect.stringMatching(/^There are no AWS credentials, or they have expired: sign in as for the AWS CLI \(.*\)\n$/),
  ]);
  const unreached = run(nowhere);
  expect([unreached.status, unreached.stderr]).toEqual([
    1,
    'Amazon Connect in eu-central-1 cannot be reached (ECONNREFUSED): check the network, and that eu-central-1 is a region that has Amazon Connect\n',
  ]);
  expect(run(['--help']).status).toBe(0);
});
