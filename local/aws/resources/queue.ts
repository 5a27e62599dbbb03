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

/** The mapping that polls a queue and invokes a function with its messages. */
export const eventSourceMappingType = resourceType({
  supported: z.strictObject({
    EventSourceArn: z.string(),
    FunctionName: z.string(),
    BatchSize: z.number().default(10),
    MaximumBatchingWindowInSeconds: z.number().default(0),
    FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
    ScalingConfig: z.strictObject({ MaximumConcurrency: z.number() }).optional(),
    Enabled: z.boolean().default(true),
  }),
  ignored: ['Tags', 'MetricsConfig'],
  attributes: (name) => ({ Ref: name, Id: name }),
});
