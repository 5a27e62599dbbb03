import { statSync } from 'node:fs';
import type { Declarations } from '../resources/declared.ts';
import { aliasType, eventInvokeConfigType, functionType, versionType } from '../resources/function.ts';
import type { Queue } from '../sqs/queues-and-topics.ts';

/** How often a failed asynchronous invocation is retried. */
interface RetryPolicy {
  readonly retries: number;
  /** An older event is not retried. */
  readonly maximumAgeSeconds: number;
}

/** A function to run: its bundle and its configuration. */
export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  readonly directory: string;
  /** `file.export`, as Lambda writes it. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly reservedConcurrency?: number;
  /** For asynchronous invocations. */
  readonly retryPolicy: RetryPolicy;
  /** Receives the events whose asynchronous invocations have all failed. */
  readonly deadLetterQueueUrl?: string;
}

/** Reads the functions of the app. The code of each must be a folder of the cloud assembly. */
export function readFunctions(
  declared: Declarations,
  queues: readonly Queue[],
  toLocalAddress: (text: string) => string,
): FunctionDefinition[] {
  const retryPolicyOf = readRetryPolicies(declared);
  const functions = declared(functionType);
  for (const { name, propertyError } of [...declared(versionType), ...declared(aliasType)])
    if (!functions.some((each) => each.name === name))
      throw propertyError('FunctionName', `must be a function of this app, got ${name}`);
  return functions.map(({ name, arn, properties, assetPath, propertyError }) => {
    const directory = assetPath(properties.Code.S3Key);
    if (directory === undefined)
      throw propertyError('Code', `names ${properties.Code.S3Key}, which is no asset of its stack`);
    if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory())
      throw propertyError('Code', `must be a folder, got ${directory}`);
    const reserved = properties.ReservedConcurrentExecutions;
    const deadLetters = properties.DeadLetterConfig?.TargetArn;
    const deadLetterQueue = queues.find((queue) => queue.arn === deadLetters);
    if (deadLetters !== undefined && deadLetterQueue === undefined)
      throw propertyError('DeadLetterConfig', `must be a queue of this app, got ${deadLetters}`);
    const variables = Object.entries(properties.Environment?.Variables ?? {});
    return {
      name,
      arn,
      directory,
      handler: properties.Handler,
      environment: Object.fromEntries(variables.map(([name, value]) => [name, toLocalAddress(value)])),
      timeoutSeconds: properties.Timeout,
      memoryMegabytes: properties.MemorySize,
      retryPolicy: retryPolicyOf(name),
      ...(reserved === undefined ? {} : { reservedConcurrency: reserved }),
      ...(deadLetterQueue === undefined ? {} : { deadLetterQueueUrl: deadLetterQueue.ref }),
    };
  });
}

/** The retry policies of the template, or Lambda's default. */
function readRetryPolicies(declared: Declarations): (functionName: string) => RetryPolicy {
  const configs = declared(eventInvokeConfigType).map(({ properties }) => properties);
  return (functionName) => {
    const config = configs.find(({ FunctionName }) => FunctionName === functionName);
    return {
      retries: config?.MaximumRetryAttempts ?? 2,
      maximumAgeSeconds: config?.MaximumEventAgeInSeconds ?? 21_600,
    };
  };
}

/** The function that a template value refers to by its name, its ARN, or the URI by which API Gateway invokes it. */
export function findFunction(
  functions: readonly FunctionDefinition[],
  reference: string,
): FunctionDefinition | undefined {
  const target = /:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(reference)?.[1] ?? reference;
  return functions.find(({ name, arn }) => target === name || target === arn);
}
