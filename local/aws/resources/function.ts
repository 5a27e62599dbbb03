import { z } from 'zod';
import { arn } from '../account.ts';
import { resourceType } from './resource-type.ts';

/** A Lambda function from a bundled asset. */
export const functionType = resourceType({
  supported: z.strictObject({
    FunctionName: z.string().optional(),
    Code: z.strictObject({ S3Bucket: z.unknown(), S3Key: z.string() }),
    Handler: z.string(),
    Runtime: z.literal('nodejs24.x'),
    Role: z.string(),
    Environment: z.strictObject({ Variables: z.record(z.string(), z.string()) }).optional(),
    DeadLetterConfig: z.strictObject({ TargetArn: z.string() }).optional(),
    Timeout: z.number().default(3),
    MemorySize: z.number().default(128),
    ReservedConcurrentExecutions: z.number().min(1).optional(),
  }),
  ignored: [
    'Architectures',
    'Description',
    'EphemeralStorage',
    'KmsKeyArn',
    'LoggingConfig',
    'RecursiveLoop',
    'RuntimeManagementConfig',
    'Tags',
    'TracingConfig',
  ],
  naming: { property: 'FunctionName', maximumLength: 64 },
  attributes: (name) => ({ Ref: name, Arn: arn('lambda', `function:${name}`) }),
});

/** A version of a function. Here there is one only, the code of the assembly, so it is the function itself. */
export const versionType = resourceType({
  supported: z.strictObject({ FunctionName: z.string() }),
  ignored: ['CodeSha256', 'Description'],
  naming: { property: 'FunctionName', maximumLength: 64 },
  attributes: (name) => ({ Ref: arn('lambda', `function:${name}`), Version: '1' }),
});

/** An alias of a function, which leads to the only version that there is: to the function itself. */
export const aliasType = resourceType({
  supported: z.strictObject({ FunctionName: z.string(), FunctionVersion: z.string(), Name: z.string() }),
  ignored: ['Description'],
  naming: { property: 'FunctionName', maximumLength: 64 },
  attributes: (name) => ({ Ref: arn('lambda', `function:${name}`) }),
});

/** How long asynchronous invocations of a function are retried. Destinations are not supported. */
export const eventInvokeConfigType = resourceType({
  supported: z.strictObject({
    FunctionName: z.string(),
    Qualifier: z.literal('$LATEST'),
    MaximumRetryAttempts: z.number().default(2),
    MaximumEventAgeInSeconds: z.number().default(21_600),
  }),
  ignored: [],
  attributes: (name) => ({ Ref: name }),
});
