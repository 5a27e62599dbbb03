import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { lastcallStacks } from '../../lib/lastcall-stacks.ts';
import { readEnvironments } from '../../lib/pipeline-settings.ts';
import { stageOf } from '../../lib/pipeline-stage.ts';
import { type Context, certificateArn, contextWith, keyArn } from './context.ts';
import { pipelineContext } from './pipelines.ts';
import { anApp, stubBundles } from './synthesis.ts';

const { pipelineStaging, pipelineProduction } = pipelineContext;

/** What cdk.json has to say for a pipeline that is no stack. */
const withEach = (staging: Context = {}, production: Context = {}) => ({
  pipelineStaging: { ...pipelineStaging, ...staging },
  pipelineProduction: { ...pipelineProduction, ...production },
});

describe('the environments of cdk.json, without a pipeline that is a stack', () => {
  test('have their own settings over those of the app', () => {
    const app = anApp({
      ...withEach({ kmsKeyArn: keyArn('eu-central-1') }, { kmsKeyArn: keyArn('eu-west-1') }),
      throttle: 500,
    });
    const { staging, production } = readEnvironments(app.node);
    expect(stageOf(app, 'Staging', staging).settings).toMatchObject({
      stage: 'staging',
      throttle: 500,
      kmsKeyArn: keyArn('eu-central-1'),
    });
    expect(stageOf(app, 'Production', production).settings).toMatchObject({
      stage: 'prod',
      throttle: 2000,
      kmsKeyArn: keyArn('eu-west-1'),
    });
  });

  test('are deployed to their own account and region, as stacks with the names that they always have', () => {
    const app = anApp(withEach());
    const { stage, settings } = stageOf(app, 'Staging', readEnvironments(app.node).staging);
    const { state } = lastcallStacks(stage, settings, stubBundles());
    expect(state).toMatchObject({
      stackName: 'Lastcall-staging-State',
      account: '222222222222',
      region: 'eu-central-1',
    });
    // The workflow deploys the assembly of the stage by this name.
    expect(readFileSync('.github/workflows/deploy.yml', 'utf8')).toContain(`cdk.out/staging/${stage.artifactId} `);
  });

  test('are refused like those of a pipeline that is a stack', () => {
    const { pipelineProduction: _, ...alone } = withEach();
    expect(() => readEnvironments(anApp(alone).node)).toThrow(
      /^Context value pipelineProduction must be an object with account [^\n]*, got nothing\nSet it in cdk\.json/,
    );
    expect(() => readEnvironments(anApp({ ...alone, pipelineProduction: pipelineStaging }).node)).toThrow(
      'production would replace staging',
    );
  });
});

describe('bin/environment.ts', () => {
  const run = (name: readonly string[], context: Context) =>
    spawnSync(process.execPath, ['bin/environment.ts', ...name], {
      encoding: 'utf8',
      env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(contextWith(context)) },
    });

  test('refuses a setting of another region before anything is built', () => {
    const other = { domainName: 'api.example.com', certificateArn: certificateArn('us-east-1') };
    const { status, stderr } = run(['staging'], withEach(other));
    expect(stderr).toMatch(/^In pipelineStaging: [^\n]*eu-central-1[^\n]*\n/);
    expect(status).toBe(1);
  });

  test('needs the name of an environment', () => {
    const { status, stderr } = run(['prod'], withEach());
    expect(stderr).toBe('The environment must be staging or production, got prod\n');
    expect(status).toBe(1);
  });
});
