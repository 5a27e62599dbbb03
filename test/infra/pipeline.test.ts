import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as z from 'zod';
import { type Context, contextWith } from './context.ts';
import { commandsOf, pipelineContext, pipelineWith, workflowCommands } from './pipelines.ts';
import { resourcesOf } from './templates.ts';

const { app, template } = await pipelineWith();
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));

const [pipeline] = resourcesOf(template, 'AWS::CodePipeline::Pipeline');
const stages = z
  .array(z.object({ Name: z.string(), Actions: z.array(z.object({ Name: z.string(), RunOrder: z.number() })) }))
  .parse(pipeline?.Properties.Stages);
const actionsOf = (name: string) =>
  (stages.find(({ Name }) => Name === name)?.Actions ?? [])
    .toSorted((one, other) => one.RunOrder - other.RunOrder)
    .map(({ Name }) => Name);

describe('the pipeline', () => {
  test('goes from the source to production, and changes itself first', () => {
    expect(stages.map(({ Name }) => Name)).toEqual([
      'Source',
      'Build',
      'UpdatePipeline',
      'Assets',
      'Staging',
      'Production',
    ]);
  });

  test('checks and tests before it synthesizes once what all stages get', () => {
    expect(commandsOf(template, 'Synth')).toEqual(['npm ci', 'npm run check', 'npm test', 'npm run synth:pipeline']);
    expect(actionsOf('Build')).toEqual(['Synth']);
  });

  test('tests staging when all of it is deployed, and waits for a person before production', () => {
    expect(actionsOf('Staging').at(-1)).toBe('Smoke');
    expect(actionsOf('Production')[0]).toBe('Approve');
    expect(actionsOf('Production')).toContain('Lastcall-prod-Service.Deploy');
  });

  test('has no finding of cdk-nag that is not acknowledged, in its stages neither', () => {
    expect(new AwsSolutionsChecks(app).validateScope(app)).toMatchObject({ success: true, violations: [] });
  });

  test('lets the smoke test take the role of the stage, and nothing else of another account', () => {
    const assumed = JSON.stringify(resourcesOf(template, 'AWS::IAM::Policy').filter(({ id }) => id.includes('Smoke')));
    expect(assumed).toContain('"sts:AssumeRole"');
    expect(assumed).toContain('arn:aws:iam::222222222222:role/lastcall-staging-smoke-eu-central-1');
  });
});

describe('what the pipelines run', () => {
  const commands = [...commandsOf(template, 'Synth'), ...commandsOf(template, 'Smoke'), ...workflowCommands()];

  test('are scripts that there are', () => {
    const named = commands.flatMap(
      (command) => /npm run ([\w:-]+)|npm (test)/.exec(command)?.slice(1).find(Boolean) ?? [],
    );
    expect(new Set(named)).toEqual(
      new Set(['check', 'test', 'synth:pipeline', 'synth:staging', 'synth:production', 'smoke']),
    );
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test('is the same smoke test in the workflow and in the pipeline', () => {
    const smoke = (some: readonly string[]) =>
      some.filter((each) => each.includes('npm run smoke')).map((each) => each.replace('AWS_PROFILE=smoke ', ''));
    expect(smoke(commandsOf(template, 'Smoke'))).toHaveLength(1);
    expect(smoke(workflowCommands())).toEqual(smoke(commandsOf(template, 'Smoke')));
  });

  test('is in this order in the workflow', () => {
    const scripted = workflowCommands().map((command) => command.split(' -- ')[0]?.split(' --')[0]);
    expect(scripted).toEqual([
      ...['npm ci', 'npm run check', 'npm test', 'npm run synth:staging', 'npm run synth:production'],
      ...['npm ci', 'npx cdk deploy', 'npm run smoke'],
      ...['npm ci', 'npx cdk deploy'],
    ]);
  });
});

describe('the workflow', () => {
  const text = readFileSync('.github/workflows/deploy.yml', 'utf8');

  test('gets its credentials by OIDC, in the jobs that deploy, and has no secret', () => {
    expect(text.match(/id-token: write/g)).toHaveLength(2);
    expect(text.match(/role-to-assume:/g)).toHaveLength(2);
    expect(text).not.toMatch(/secrets\.|aws-access-key-id/);
  });

  const jobs = text
    .slice(text.indexOf('\njobs:\n'))
    .split(/^ {2}(?=[a-z]+:$)/m)
    .slice(1);

  test('deploys one commit at a time to a stage, and builds while another one waits for approval', () => {
    expect(text).not.toMatch(/^concurrency:/m);
    const groups = jobs.flatMap(
      (job) => /concurrency:\n +group: (\S+)\n +cancel-in-progress: false/.exec(job)?.[1] ?? [],
    );
    expect(groups).toEqual(['deploy-staging', 'deploy-production']);
  });

  test('does nothing on another branch than main, whoever starts it', () => {
    expect(jobs).toHaveLength(3);
    for (const job of jobs) expect(job).toMatch(/^ {4}if: (.* && )?github\.ref == 'refs\/heads\/main'$/m);
  });

  test('names a major version of every action', () => {
    const used = [...text.matchAll(/uses: (\S+)/g)].map(([, action = '']) => action);
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((action) => !/@v\d+$/.test(action))).toEqual([]);
  });
});

describe('a pipeline that cannot be', () => {
  const { pipelineStaging: staging, pipelineProduction: production } = pipelineContext;
  test.each<[string, Context, string | RegExp]>([
    [
      'without connection',
      { pipelineConnectionArn: undefined },
      /^Context value pipelineConnectionArn must be the ARN of a connection .*, got nothing\n/,
    ],
    [
      'with the ARN of something else',
      { pipelineConnectionArn: 'arn:aws:sns:eu-central-1:111111111111:x' },
      'pipelineConnectionArn must be the ARN of a connection',
    ],
    [
      'without repository',
      { pipelineRepository: 'lastcall' },
      'pipelineRepository must be a repository with its owner',
    ],
    ['without production', { pipelineProduction: undefined }, 'pipelineProduction must be an object with account'],
    ['with text that is no JSON', { pipelineStaging: 'staging' }, 'pipelineStaging must be an object with account'],
    [
      'with a number for an account',
      { pipelineStaging: { ...staging, account: 222222222222 } },
      'pipelineStaging must be an object',
    ],
    [
      'whose production loses its data',
      { pipelineProduction: { ...production, stage: 'dev' } },
      'whose stage is not dev',
    ],
    [
      'with one stage twice',
      { pipelineProduction: staging },
      'are the same stage staging of account 222222222222 in eu-central-1: production would replace staging',
    ],
    [
      'with a stage that has no name',
      { pipelineStaging: { ...staging, stage: 'Staging' } },
      'In pipelineStaging: Context value stage must be',
    ],
    [
      'with a misspelt setting',
      { pipelineProduction: { ...production, throtle: 1 } },
      'In pipelineProduction: There is no context key throtle: did you mean throttle?',
    ],
    [
      'with a misspelt key',
      { pipelineConectionArn: 'x' },
      'There is no context key pipelineConectionArn: did you mean pipelineConnectionArn?',
    ],
  ])('%s', async (_, context, sentence) => {
    await expect(pipelineWith(context)).rejects.toThrow(sentence);
  });

  test('is a sentence without a stack trace', () => {
    const { status, stderr } = spawnSync(process.execPath, ['bin/pipeline.ts'], {
      encoding: 'utf8',
      env: {
        ...process.env,
        CDK_CONTEXT_JSON: JSON.stringify(contextWith({ ...pipelineContext, pipelineConnectionArn: undefined })),
      },
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^Context value pipelineConnectionArn must be [^\n]*, got nothing\nSet it in cdk\.json[^\n]*\n$/,
    );
  });
});

test('the same stage in another region, and JSON as text, are no mistakes', async () => {
  const { pipelineStaging: staging } = pipelineContext;
  const text = JSON.stringify({ ...staging, region: 'eu-west-1' });
  await expect(pipelineWith({ pipelineProduction: text })).resolves.toBeDefined();
});
