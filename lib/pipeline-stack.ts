import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { BuildSpec, ComputeType, LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  CodeBuildStep,
  CodePipeline,
  CodePipelineSource,
  type IFileSetProducer,
  ManualApprovalStep,
} from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import type { Bundles } from './bundles.ts';
import { lastcallStacks } from './lastcall-stacks.ts';
import { acknowledgePipelineFindings } from './pipeline-findings.ts';
import type { PipelineEnvironment, PipelineSettings } from './pipeline-settings.ts';
import { type SettledStage, stageOf } from './pipeline-stage.ts';
import type { Settings } from './settings.ts';
import { SmokeRoleStack, smokeFunctionOf, smokeRoleOf } from './smoke-role-stack.ts';

export interface PipelineStackProps extends StackProps {
  readonly settings: PipelineSettings;
}

/** The Node.js of npm alone: `npm ci` installs the one on which everything runs. */
const nodeForNpm = BuildSpec.fromObject({ phases: { install: { 'runtime-versions': { nodejs: '22' } } } });

/** What is built and checked, in this order. */
const buildCommands = ['npm run check', 'npm test', 'npm run synth:pipeline'];

/** Takes the role in the stage's account, and then does what a person would do. */
const smokeCommands = [
  'aws configure set profile.smoke.role_arn "$SMOKE_ROLE"',
  'aws configure set profile.smoke.credential_source EcsContainer',
  'AWS_PROFILE=smoke npm run smoke -- --url "$API_URL" --keys-table "$KEYS_TABLE" --flow-function "$FLOW_FUNCTION" --region "$STAGE_REGION"',
];

/** Where the smoke test finds what it tests. */
const smokeEnvironment = ({ account, region, stage }: PipelineEnvironment, partition: string) => ({
  SMOKE_ROLE: `arn:${partition}:iam::${account}:role/${smokeRoleOf(stage, region)}`,
  FLOW_FUNCTION: smokeFunctionOf(stage),
  STAGE_REGION: region,
});

/**
 * Deploys the commits of a branch: checks, tests, synthesizes once, deploys to staging, tests what is deployed, waits for a
 * person, and deploys the same to production. It changes itself when the commit changes it.
 */
export class PipelineStack extends Stack {
  private readonly settings: PipelineSettings;
  private readonly first: SettledStage;
  private readonly last: SettledStage;

  /** @throws SettingsError for a setting of one of the environments, before anything is built */
  constructor(scope: Construct, id: string, { settings, ...props }: PipelineStackProps) {
    const { account, region } = settings;
    super(scope, id, { ...props, env: { account, region } });
    this.settings = settings;
    this.first = stageOf(this, 'Staging', settings.staging);
    this.last = stageOf(this, 'Production', settings.production);
  }

  /** Adds what is built and where it is deployed. @param bundlesOf builds the functions of a stage */
  async addStages(bundlesOf: (settings: Settings) => Promise<Bundles>): Promise<void> {
    const { first, last } = this;
    const { account, staging, production } = this.settings;
    const { id } = this.node;

    // The CDK is not compiled with exactOptionalPropertyTypes: its classes miss their own interface by an output that may be undefined.
    const source = CodePipelineSource.connection(this.settings.repository, this.settings.branch, {
      connectionArn: this.settings.connectionArn,
    }) as IFileSetProducer;
    const crossAccount = [staging, production].some((each) => each.account !== account);
    const pipeline = new CodePipeline(this, 'Pipeline', {
      pipelineName: id,
      // Otherwise each function is a build of its own.
      publishAssetsInParallel: false,
      crossAccountKeys: crossAccount,
      ...(crossAccount && { enableKeyRotation: true }),
      synth: new CodeBuildStep('Synth', {
        input: source,
        installCommands: ['npm ci'],
        commands: buildCommands,
        primaryOutputDirectory: 'cdk.out',
        timeout: Duration.minutes(30),
      }) as IFileSetProducer,
      codeBuildDefaults: {
        partialBuildSpec: nodeForNpm,
        buildEnvironment: { buildImage: LinuxBuildImage.STANDARD_7_0, computeType: ComputeType.MEDIUM },
      },
    });

    const { state, service } = lastcallStacks(first.stage, first.settings, await bundlesOf(first.settings));
    const { kmsKeyArn } = first.settings;
    const smokeRole = { stage: staging.stage, state, pipelineAccount: account, pipelineRoles: id, kmsKeyArn };
    const name = `Lastcall-${staging.stage}-Smoke`;
    new SmokeRoleStack(first.stage, name, { ...smokeRole, stackName: name });
    const environment = smokeEnvironment(staging, this.partition);
    const smoke = new CodeBuildStep('Smoke', {
      input: source,
      installCommands: ['npm ci'],
      commands: smokeCommands,
      env: environment,
      envFromCfnOutputs: { API_URL: service.apiUrl, KEYS_TABLE: state.keysTableName },
      rolePolicyStatements: [new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [environment.SMOKE_ROLE] })],
      timeout: Duration.minutes(15),
    });
    pipeline.addStage(first.stage, { post: [smoke] });

    lastcallStacks(last.stage, last.settings, await bundlesOf(last.settings));
    pipeline.addStage(last.stage, { pre: [new ManualApprovalStep('Approve')] });
    pipeline.buildPipeline();
    acknowledgePipelineFindings(pipeline);
  }
}
