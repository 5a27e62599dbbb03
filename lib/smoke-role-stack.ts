import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { useKey } from './encryption.ts';
import type { StateStack } from './state-stack.ts';

export interface SmokeRoleStackProps extends StackProps {
  readonly stage: string;
  readonly state: StateStack;
  /** The account in which the pipeline runs the smoke test. */
  readonly pipelineAccount: string;
  /** Begins the names of the roles that may take this one. */
  readonly pipelineRoles: string;
  /** The ARN of the KMS key that encrypts the tables. @default keys of AWS */
  readonly kmsKeyArn?: string | undefined;
}

/** The name of the function that the smoke test invokes. */
export const smokeFunctionOf = (stage: string) => `lastcall-${stage}-flow-set-chat-timeouts`;

/** The name of the role, which is known before it exists. */
export const smokeRoleOf = (stage: string, region: string) => `lastcall-${stage}-smoke-${region}`;

/** What the smoke test of a pipeline may do in the account of a stage: make and revoke its own key, and invoke one function. */
export class SmokeRoleStack extends Stack {
  constructor(scope: Construct, id: string, props: SmokeRoleStackProps) {
    super(scope, id, props);
    const { stage, state, pipelineAccount, pipelineRoles, kmsKeyArn } = props;
    const ofThePipeline = `arn:${this.partition}:iam::${pipelineAccount}:role/${pipelineRoles}-*`;
    const lambda = this.formatArn({ service: 'lambda', resource: `function:${smokeFunctionOf(stage)}` });
    const role = new Role(this, 'Role', {
      roleName: smokeRoleOf(stage, this.region),
      assumedBy: new AccountPrincipal(pipelineAccount).withConditions({
        ArnLike: { 'aws:PrincipalArn': ofThePipeline },
      }),
      inlinePolicies: {
        smoke: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['dynamodb:PutItem', 'dynamodb:DeleteItem'],
              resources: [state.keys.tableArn],
              conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['KEY#smoke-*'] } },
            }),
            new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [lambda] }),
            ...(kmsKeyArn === undefined ? [] : [useKey(this, kmsKeyArn)]),
          ],
        }),
      },
    });
    new CfnOutput(this, 'SmokeRoleArn', { value: role.roleArn, description: 'The role of the smoke test' });
  }
}
