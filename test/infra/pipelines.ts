import { readFileSync } from 'node:fs';
import { Stack } from 'aws-cdk-lib';
import * as z from 'zod';
import { type PipelineSettings, readPipelineSettings } from '../../lib/pipeline-settings.ts';
import { PipelineStack } from '../../lib/pipeline-stack.ts';
import type { Context } from './context.ts';
import { anApp, stubBundles, templateOf } from './synthesis.ts';
import { resourcesOf } from './templates.ts';

/** What cdk.json has to say for a pipeline. */
export const pipelineContext = {
  pipelineConnectionArn:
    'arn:aws:codeconnections:eu-central-1:111111111111:connection/11111111-2222-3333-4444-555555555555',
  pipelineRepository: 'example/lastcall',
  pipelineStaging: { account: '222222222222', region: 'eu-central-1', stage: 'staging' },
  pipelineProduction: { account: '333333333333', region: 'eu-west-1', stage: 'prod', throttle: 2000 },
};

/** The pipeline in a context, as CloudFormation gets it. */
export async function pipelineWith(context: Context = {}) {
  const app = anApp({ ...pipelineContext, ...context });
  const settings: PipelineSettings = readPipelineSettings(app.node);
  const stack = new PipelineStack(app, 'Lastcall-Pipeline', { settings });
  await stack.addStages(async () => stubBundles());
  const placed = stack.node.findAll().find((each) => each.node.id === 'Lastcall-staging-Smoke');
  return { app, template: templateOf(stack), smokeRole: Stack.isStack(placed) ? templateOf(placed) : undefined };
}

const buildSpec = z.object({
  phases: z.record(z.string(), z.object({ commands: z.array(z.string()).default([]) })),
});

/** What a step of the pipeline runs, in the order of its phases. */
export function commandsOf(template: ReturnType<typeof templateOf>, step: 'Synth' | 'Smoke'): readonly string[] {
  const project = resourcesOf(template, 'AWS::CodeBuild::Project').find(({ id }) => id.includes(step));
  const { phases } = buildSpec.parse(JSON.parse(project?.Properties.Source.BuildSpec ?? '{}'));
  return Object.values(phases).flatMap(({ commands }) => commands);
}

/** What the workflow runs with npm and its CDK, in the order of the file. */
export const workflowCommands = (): readonly string[] =>
  [...readFileSync('.github/workflows/deploy.yml', 'utf8').matchAll(/(?:- run: |^ +)(np[mx] .*)$/gm)].map(
    ([, command = '']) => command,
  );
