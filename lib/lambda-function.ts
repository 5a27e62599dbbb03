import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  CfnFunction,
  type Code,
  Function as Lambda,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Environment } from '../functions/runtime/env.ts';
import type { Access } from './access.ts';
import { useKey } from './encryption.ts';

const sendTraces = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];

/** What is special about one function. */
export interface FunctionGrants {
  /** Everything that the function may do besides writing its log. @default - nothing */
  readonly access?: readonly Access[];
  /** Variables in addition to those that come with the access. @default - none */
  readonly environment?: Environment;
  /** @default 10 seconds */
  readonly timeout?: Duration;
  /** In MB; Lambda gives CPU in proportion. @default 512 */
  readonly memorySize?: number;
  /**
   * Whether the function continues its work by sending messages to the queue that invokes it. Otherwise Lambda stops
   * it after 16 rounds as a runaway loop (docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html).
   * @default false
   */
  readonly continuesItself?: boolean;
  /** Where events of asynchronous invocations go when the last attempt failed. @default - they are lost */
  readonly deadLetters?: IQueue;
}

/** What is the same for all functions of a stage. */
export interface StageOfFunctions {
  /** Where all of them write their logs. */
  readonly log: ILogGroup;
  /** The key that encrypts tables and queues. @default - keys of AWS */
  readonly kmsKeyArn?: string | undefined;
  /** Whether Lambda samples requests, and the function sends its part of their traces. @default false */
  readonly tracing?: boolean;
}

export interface LambdaFunctionProps extends FunctionGrants, StageOfFunctions {
  /** A bundle whose `index.mjs` exports `handler`. */
  readonly code: Code;
  /** The name by which it is invoked. */
  readonly functionName: string;
}

/** A function on Node 24 and arm64, with a role of its own and a JSON log, and no permission that it does not need. */
export class LambdaFunction extends Construct {
  readonly lambda: Lambda;

  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    const access = [...(props.access ?? []), ...(props.deadLetters ? [sendDeadLetters(props.deadLetters)] : [])];
    const toLog = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    const writeLog: Access = { actions: toLog, resources: [props.log.logGroupArn], environment: {} };
    const statements = [writeLog, ...access]
      .filter(({ actions }) => actions.length > 0)
      .map((each) => this.allow(each));
    const isEncrypted = access.some(({ actions }) => actions.some((action) => /^(dynamodb|sqs):/.test(action)));
    if (props.kmsKeyArn !== undefined && isEncrypted) statements.push(useKey(Stack.of(this), props.kmsKeyArn));
    if (props.tracing) statements.push(new PolicyStatement({ actions: [...sendTraces], resources: ['*'] }));
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      // In the role itself: a separate policy would be one more of the 500 resources that a stack may have.
      inlinePolicies: { access: new PolicyDocument({ statements }) },
    });
    this.lambda = new Lambda(this, 'Function', {
      functionName: props.functionName,
      code: props.code,
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize ?? 512,
      timeout: props.timeout ?? Duration.seconds(10),
      ...(props.continuesItself && { recursiveLoop: RecursiveLoop.ALLOW }),
      role,
      logGroup: props.log,
      loggingFormat: LoggingFormat.JSON,
      // Start, end and report of each invocation are metrics as well.
      systemLogLevelV2: SystemLogLevel.WARN,
      environment: Object.assign({}, ...access.map((each) => each.environment), props.environment),
    });
    this.sendFailedTo(props.deadLetters);
    if (props.tracing) {
      const { defaultChild } = this.lambda.node;
      // The property of the construct would add the permission in a policy of its own: one more resource for each function.
      if (defaultChild instanceof CfnFunction) defaultChild.tracingConfig = { mode: 'Active' };
      Validations.of(role).acknowledge({
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'Sending traces has no resource that a policy could name.',
      });
    }
  }

  private allow({ actions, resources, through }: Access): PolicyStatement {
    const { region, urlSuffix } = Stack.of(this);
    return new PolicyStatement({
      actions: [...actions],
      resources: [...resources],
      ...(through && { conditions: { StringEquals: { 'kms:ViaService': `${through}.${region}.${urlSuffix}` } } }),
    });
  }

  /** The construct's own property for this would grant it in a policy of its own, one more resource. */
  private sendFailedTo(deadLetters: IQueue | undefined): void {
    const { defaultChild } = this.lambda.node;
    if (deadLetters && defaultChild instanceof CfnFunction) {
      defaultChild.deadLetterConfig = { targetArn: deadLetters.queueArn };
    }
  }
}

const sendDeadLetters = ({ queueArn }: IQueue): Access => ({
  actions: ['sqs:SendMessage'],
  resources: [queueArn],
  environment: {},
});
