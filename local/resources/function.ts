import { z } from 'zod';
import { arn, resourceType } from './resource-type.ts';

/** A Lambda function from a bundled asset. */
export const functionType = resourceType({
  honoured: z.strictObject({
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
  inert: [
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
  naming: { property: 'FunctionName', longest: 64 },
  attributes: (name, place) => ({ Ref: name, Arn: arn(place, 'lambda', `function:${name}`) }),
});

/** How long asynchronous invocations of a function are tried. Destinations of theirs are not known here. */
export const eventInvokeConfigType = resourceType({
  honoured: z.strictObject({
    FunctionName: z.string(),
    Qualifier: z.literal('$LATEST'),
    MaximumRetryAttempts: z.number().default(2),
    MaximumEventAgeInSeconds: z.number().default(21_600),
  }),
  inert: [],
  attributes: (name) => ({ Ref: name }),
});

/** What polls a queue and invokes a function with its messages. */
export const eventSourceMappingType = resourceType({
  honoured: z.strictObject({
    EventSourceArn: z.string(),
    FunctionName: z.string(),
    BatchSize: z.number().default(10),
    MaximumBatchingWindowInSeconds: z.number().default(0),
    FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
    ScalingConfig: z.strictObject({ MaximumConcurrency: z.number() }).optional(),
    Enabled: z.boolean().default(true),
  }),
  inert: ['Tags', 'MetricsConfig'],
  attributes: (name) => ({ Ref: name, Id: name }),
});
