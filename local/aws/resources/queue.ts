import { z } from 'zod';
import { accountId, arn } from '../account.ts';
import { resourceType } from './resource-type.ts';

/** An SQS queue. */
export const queueType = resourceType({
  supported: z.strictObject({
    QueueName: z.string().optional(),
    VisibilityTimeout: z.number().default(30),
    DelaySeconds: z.number().default(0),
    MessageRetentionPeriod: z.number().default(345_600),
    ReceiveMessageWaitTimeSeconds: z.number().default(0),
    RedrivePolicy: z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() }).optional(),
  }),
  ignored: ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled', 'RedriveAllowPolicy', 'Tags'],
  naming: { property: 'QueueName', maximumLength: 80 },
  attributes: (name, addresses) => {
    const url = `${addresses.sqs}/${accountId}/${name}`;
    return { Ref: url, QueueUrl: url, QueueName: name, Arn: arn('sqs', name) };
  },
});

/** The mapping that polls a queue, or reads a Kinesis stream, and invokes a function with messages or records. */
export const eventSourceMappingType = resourceType({
  supported: z.strictObject({
    EventSourceArn: z.string(),
    FunctionName: z.string(),
    BatchSize: z.number().default(10),
    MaximumBatchingWindowInSeconds: z.number().default(0),
    FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
    ScalingConfig: z.strictObject({ MaximumConcurrency: z.number() }).optional(),
    Enabled: z.boolean().default(true),
    StartingPosition: z.literal('LATEST').optional(),
    ParallelizationFactor: z.number().optional(),
    BisectBatchOnFunctionError: z.boolean().optional(),
    MaximumRetryAttempts: z.number().optional(),
    MaximumRecordAgeInSeconds: z.number().optional(),
    DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) }).optional(),
    FilterCriteria: z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) }).optional(),
  }),
  ignored: ['Tags', 'MetricsConfig'],
  attributes: (name) => ({ Ref: name, Id: name }),
});
