import { Stack, Validations } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnApplication, CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, CfnAlias, type IFunction, type IVersion, type Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { keepsData, type Settings } from './settings.ts';

/**
 * The functions whose new code gets a part of the calls first: those of the HTTP API that people and callers wait on most.
 * Each costs two resources of the service stack, so the others change at once, as do those that retry by themselves.
 */
const gradualFiles: readonly string[] = [
  'http-agents',
  'http-logouts',
  'http-chats',
  'http-participants',
  'http-desktops',
];

const alias = 'live';

/** How a stage takes new code: with which of CodeDeploy's configurations, or `off`. */
export const gradualDeploymentOf = ({ stage, gradualDeployment }: Pick<Settings, 'stage' | 'gradualDeployment'>) =>
  gradualDeployment ?? (keepsData(stage) ? 'Canary10Percent10Minutes' : 'off');

/** The files whose functions a stage deploys gradually. */
export const gradualFilesOf = (settings: Pick<Settings, 'stage' | 'gradualDeployment'>): readonly string[] =>
  gradualDeploymentOf(settings) === 'off' ? [] : gradualFiles;

/**
 * The alias by which a function is invoked. When it is to lead to another version, CodeDeploy moves it. It names the
 * deployment group of the operations stack, which watches alarms of the API; when the alias is new, nothing moves.
 */
export function liveAlias(lambda: Lambda, application: string, group: string): IFunction {
  // The CDK is not compiled with exactOptionalPropertyTypes: its classes miss their own interfaces by a role that may be undefined.
  const version = lambda.currentVersion as IVersion;
  const live = new Alias(lambda, 'Live', { aliasName: alias, version });
  const resource = live.node.defaultChild;
  if (!(resource instanceof CfnAlias)) throw new Error('An alias is a CfnAlias');
  resource.cfnOptions.updatePolicy = {
    codeDeployLambdaAliasUpdate: { applicationName: application, deploymentGroupName: group },
  };
  return live as IFunction;
}

export interface GradualDeploymentProps {
  /** The name of the application, which is the beginning of the names of the functions. */
  readonly application: string;
  /** The functions, by name. Each has a deployment group of its own, because a group moves one alias at a time. */
  readonly functionNames: readonly string[];
  /** The name of the configuration, such as `Canary10Percent10Minutes`. */
  readonly configuration: string;
  /** As soon as one of them goes off, every alias that moves goes back, and so does the stack. */
  readonly alarms: readonly Alarm[];
}

/** CodeDeploy moves calls to the new code of functions, and back if an alarm goes off. */
export class GradualDeployment extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { application, functionNames, configuration, alarms }: GradualDeploymentProps,
  ) {
    super(scope, id);
    const arns = functionNames.flatMap((name) => {
      const arn = Stack.of(this).formatArn({ service: 'lambda', resource: `function:${name}` });
      return [arn, `${arn}:${alias}`];
    });
    const actions = ['lambda:UpdateAlias', 'lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig'];
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
      inlinePolicies: {
        move: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions, resources: arns }),
            new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] }),
          ],
        }),
      },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'CodeDeploy looks alarms up by name, which CloudWatch allows for all alarms of an account or for none.',
    });
    const lambdas = new CfnApplication(this, 'Application', {
      applicationName: application,
      computePlatform: 'Lambda',
    });
    for (const name of functionNames) {
      new CfnDeploymentGroup(this, name, {
        applicationName: lambdas.ref,
        deploymentGroupName: name,
        serviceRoleArn: role.roleArn,
        deploymentConfigName: `CodeDeployDefault.Lambda${configuration}`,
        deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
        alarmConfiguration: { enabled: true, alarms: alarms.map(({ alarmName }) => ({ name: alarmName })) },
        autoRollbackConfiguration: {
          enabled: true,
          events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
        },
      });
    }
  }
}
