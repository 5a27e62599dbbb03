import { z } from 'zod';
import { arn, resourceType } from './resource-type.ts';

/** An SQS queue with its timing and its dead-letter queue. */
export const queueType = resourceType({
  honoured: z.strictObject({
    QueueName: z.string().optional(),
    VisibilityTimeout: z.number().default(30),
    DelaySeconds: z.number().default(0),
    MessageRetentionPeriod: z.number().default(345_600),
    ReceiveMessageWaitTimeSeconds: z.number().default(0),
    RedrivePolicy: z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() }).optional(),
  }),
  inert: ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled', 'RedriveAllowPolicy', 'Tags'],
  naming: { property: 'QueueName', longest: 80 },
  attributes: (name, place) => {
    const url = `${place.sqsUrl}/${place.account}/${name}`;
    return { Ref: url, QueueUrl: url, QueueName: name, Arn: arn(place, 'sqs', name) };
  },
});
