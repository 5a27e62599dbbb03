import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { bundleFunctions } from '../../lib/bundles.ts';
import { Functions } from '../../lib/foundation.ts';
import type { FunctionGrants } from '../../lib/lambda-function.ts';
import { aFolder } from '../support/a-folder.ts';
import { anApp, templateOf } from './synthesis.ts';
import { deployedStacks, fileOf, functionsOf, resourcesOf } from './templates.ts';

describe('the functions of the app', () => {
  const { service } = deployedStacks();
  const functions = functionsOf(service);

  test('every file in functions/ is deployed as exactly one Lambda, if the settings ask for it', () => {
    const files = readdirSync('functions').filter((file) => file.endsWith('.ts'));
    const byChoice = ['event-agent-events', 'event-contact-events', 'queue-chat-notifications'];
    const deployed = functions.map(fileOf);
    expect(deployed).not.toEqual(expect.arrayContaining(byChoice));
    expect([...deployed, ...byChoice].map((file) => `${file}.ts`).sort()).toEqual(files.sort());
  });

  test('each runs on the newest Node and arm64, and all write to one JSON log, which expires', () => {
    const logs = new Set(functions.map(({ Properties }) => Properties.LoggingConfig.LogGroup.Ref));
    expect(logs.size).toBe(1);
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        LoggingConfig: { LogFormat: 'JSON' },
      });
    }
    for (const log of resourcesOf(service, 'AWS::Logs::LogGroup')) {
      expect(log.Properties.RetentionInDays).toBeGreaterThan(0);
    }
  });

  test('only the workers of logouts and wake-ups may continue their own work', () => {
    const continuing = functions.filter(({ Properties }) => Properties.RecursiveLoop === 'Allow');
    expect(continuing.map(fileOf).sort()).toEqual(['queue-logout-work', 'queue-wake-up']);
  });
});

describe('the functions of a folder', () => {
  /** Deploys functions of a folder that holds http-health.ts, http-sign-in.ts and a folder of what they are made of. */
  async function deploy(functions: Readonly<Record<string, FunctionGrants>>) {
    const folder = aFolder();
    for (const name of ['http-health', 'http-sign-in']) {
      writeFileSync(join(folder, `${name}.ts`), `export const handler = async () => '${name}';`);
    }
    mkdirSync(join(folder, 'core'));
    const stage = { stage: 'dev', functionLogDays: 30 };
    const made = new Functions(stage, await bundleFunctions(join(folder, 'out'), { folder }));
    const stack = new Stack(anApp(), 'Stack');
    for (const [file, grants] of Object.entries(functions)) made.make(stack, file, grants);
    made.requireAll();
    return functionsOf(templateOf(stack)).map(({ Properties }) => Properties);
  }

  test('are named after their stage and their files', async () => {
    const names = (await deploy({ 'http-health': {}, 'http-sign-in': {} })).map(({ FunctionName }) => FunctionName);
    expect(names).toEqual(['lastcall-dev-http-health', 'lastcall-dev-http-sign-in']);
  });

  test('have the variables that come with their access, and their own', async () => {
    const access = {
      actions: ['dynamodb:GetItem'],
      resources: ['arn:aws:dynamodb:eu-central-1:123456789012:table/keys'],
      environment: { KEYS_TABLE: 'keys' },
    };
    const [, signIn] = await deploy({
      'http-health': {},
      'http-sign-in': { access: [access], environment: { CCAI_DEFERRED_STATUS_CODE: '400' } },
    });
    expect(signIn?.Environment.Variables).toEqual({ KEYS_TABLE: 'keys', CCAI_DEFERRED_STATUS_CODE: '400' });
  });

  test('stop the synthesis when one of the files is not deployed', async () => {
    await expect(deploy({ 'http-health': {} })).rejects.toThrow('Not deployed: functions/http-sign-in.ts.');
  });

  test('stop the synthesis when there is no file of that name', async () => {
    const functions = { 'http-health': {}, 'http-sign-in': {}, 'http-sign-out': {} };
    await expect(deploy(functions)).rejects.toThrow('No file functions/http-sign-out.ts');
  });
});
