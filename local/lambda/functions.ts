import { statSync } from 'node:fs';
import type { Declarations } from '../resources/declared.ts';
import { eventInvokeConfigType, functionType } from '../resources/function.ts';
import type { Queue } from '../sqs/queues.ts';

/** How long an asynchronous invocation is tried. */
interface Persistence {
  readonly retries: number;
  /** An event this old is given up. */
  readonly maximumAgeSeconds: number;
}

/** A function to run: its bundle, and the surroundings the template gives it. */
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
  readonly persistence: Persistence;
  /** Where the events go whose asynchronous invocations were given up. */
  readonly deadLetterQueueUrl?: string;
}

/** Reads the functions of the app; each one's code must be a folder of the cloud assembly. */
export function readFunctions(
  declared: Declarations,
  queues: readonly Queue[],
  toLocalAddress: (text: string) => string,
): FunctionDefinition[] {
  const persistenceOf = readPersistence(declared);
  return declared(functionType).map(({ name, arn, properties, assetPath, fault }) => {
    const directory = assetPath(properties.Code.S3Key);
    if (directory === undefined) throw fault('Code', `names ${properties.Code.S3Key}, which is no asset of its stack`);
    if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory())
      throw fault('Code', `must be a folder, got ${directory}`);
    const reserved = properties.ReservedConcurrentExecutions;
    const deadLetters = properties.DeadLetterConfig?.TargetArn;
    const deadLetterQueue = queues.find((queue) => queue.arn === deadLetters);
    if (deadLetters !== undefined && deadLetterQueue === undefined)
      throw fault('DeadLetterConfig', `must be a queue of this app, got ${deadLetters}`);
    const variables = Object.entries(properties.Environment?.Variables ?? {});
    return {
      name,
      arn,
      directory,
      handler: properties.Handler,
      environment: Object.fromEntries(variables.map(([name, value]) => [name, toLocalAddress(value)])),
      timeoutSeconds: properties.Timeout,
      memoryMegabytes: properties.MemorySize,
      persistence: persistenceOf(name),
      ...(reserved === undefined ? {} : { reservedConcurrency: reserved }),
      ...(deadLetterQueue === undefined ? {} : { deadLetterQueueUrl: deadLetterQueue.ref }),
    };
  });
}

/** What the template says of asynchronous invocations, or else what Lambda does. */
function readPersistence(declared: Declarations): (functionName: string) => Persistence {
  const configs = declared(eventInvokeConfigType).map(({ properties }) => properties);
  return (functionName) => {
    const config = configs.find(({ FunctionName }) => FunctionName === functionName);
    return {
      retries: config?.MaximumRetryAttempts ?? 2,
      maximumAgeSeconds: config?.MaximumEventAgeInSeconds ?? 21_600,
    };
  };
}

/** The function a template value means: its name, its ARN, or the address API Gateway calls it by. */
export function findFunction(
  functions: readonly FunctionDefinition[],
  reference: string,
): FunctionDefinition | undefined {
  const target = /:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(reference)?.[1] ?? reference;
  return functions.find(({ name, arn }) => target === name || target === arn);
}
