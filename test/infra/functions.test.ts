import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { bundleFunctions } from '../../lib/bundles.ts';
import { Functions } from '../../lib/functions.ts';
import type { FunctionGrants } from '../../lib/lambda-function.ts';
import { anApp, resourcesOf, scratchFolder } from './synthesis.ts';

/** Deploys a folder that holds http-health.ts, http-sign-in.ts and a folder of what they are made of. */
function deploy(inventory: Record<string, FunctionGrants>) {
  const folder = scratchFolder();
  for (const name of ['http-health', 'http-sign-in']) {
    writeFileSync(join(folder, `${name}.ts`), `export const handler = async () => '${name}';`);
  }
  mkdirSync(join(folder, 'core'));
  const bundles = bundleFunctions(join(folder, 'out'), folder);
  const stack = new Stack(anApp(), 'Stack');
  new Functions(stack, 'Functions', { prefix: 'lastcall-test', bundles, inventory });
  return resourcesOf(stack, 'AWS::Lambda::Function').map(({ Properties }) => Properties);
}

test('a function is named after its stage and its file', () => {
  const names = deploy({ 'http-health': {}, 'http-sign-in': {} }).map(({ FunctionName }) => FunctionName);
  expect(names).toEqual(['lastcall-test-http-health', 'lastcall-test-http-sign-in']);
});

test('variables that come with access and those of the function itself are merged', () => {
  const access = {
    actions: ['dynamodb:GetItem'],
    resources: ['arn:aws:dynamodb:eu-central-1:123456789012:table/keys'],
    environment: { KEYS_TABLE: 'keys' },
  };
  const [, signIn] = deploy({
    'http-health': {},
    'http-sign-in': { access: [access], environment: { CCAI_DEFERRED_STATUS_CODE: '400' } },
  });
  expect(signIn?.Environment.Variables).toEqual({ KEYS_TABLE: 'keys', CCAI_DEFERRED_STATUS_CODE: '400' });
});

test('a file that nobody deploys stops the synthesis', () => {
  expect(() => deploy({ 'http-health': {} })).toThrow('Not deployed: functions/http-sign-in.ts.');
});

test('a deployed function without a file stops the synthesis', () => {
  const inventory = { 'http-health': {}, 'http-sign-in': {}, 'http-sign-out': {} };
  expect(() => deploy(inventory)).toThrow('No file functions/http-sign-out.ts');
});
