import { Arn, ArnFormat, Duration } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type Code,
  Function as Lambda,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Environment } from '../functions/runtime/env.ts';
import type { Access } from './access.ts';

/** What one function is given beyond the house defaults. */
export interface FunctionGrants {
  /** Everything the function may do; its role holds nothing else. @default - only its own log */
  readonly access?: readonly Access[];
  /** Variables besides those that come with the access. @default - none */
  readonly environment?: Environment;
  /** @default 10 seconds */
  readonly timeout?: Duration;
  /** In MB; Lambda gives CPU in proportion. @default 512 */
  readonly memorySize?: number;
  /**
   * Whether the function continues its own work by messages to the queue that invokes it. Lambda takes more than 16
   * such turns for an accident and stops them unless told (docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html).
   * @default false
   */
  readonly continuesItself?: boolean;
  /** Where events end up that the function was invoked with asynchronously and failed on. @default - they are lost */
  readonly deadLetters?: IQueue;
  /** ARNs of the Amazon Connect instances whose flows may invoke the function. @default - none */
  readonly connectInstanceArns?: readonly string[];
}

export interface LambdaFunctionProps extends FunctionGrants {
  /** A bundle whose `index.mjs` exports `handler`. */
  readonly code: Code;
  /** The name people invoke it by. */
  readonly functionName: string;
}

/** A function as this house runs it: Node 24 on arm64, a role and a JSON log of its own, nothing it does not need. */
export class LambdaFunction extends Construct {
  readonly lambda: Lambda;

  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    const access = props.access ?? [];
    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.ONE_MONTH });
    const writeLog = { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] };
    const statements = [writeLog, ...access].map(
      ({ actions, resources }) => new PolicyStatement({ actions: [...actions], resources: [...resources] }),
    );
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      // In the role itself: a policy apart from it is one more resource for each function, of 500 that a stack may have.
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
      ...(props.deadLetters && { deadLetterQueue: props.deadLetters }),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Start, end and report of each invocation are metrics anyway; the log is ours alone.
      systemLogLevelV2: SystemLogLevel.WARN,
      environment: Object.assign({}, ...access.map((each) => each.environment), props.environment),
    });
    for (const sourceArn of props.connectInstanceArns ?? []) {
      const principal = new ServicePrincipal('connect.amazonaws.com');
      this.lambda.addPermission(`Flows-${Arn.split(sourceArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName}`, {
        principal,
        sourceArn,
      });
    }
  }
}
