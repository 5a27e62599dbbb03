import { z } from 'zod';
import { arn } from '../account.ts';
import { resourceType } from './resource-type.ts';

/** A standard SNS topic. */
export const topicType = resourceType({
  supported: z.strictObject({ TopicName: z.string().optional(), FifoTopic: z.literal(false).optional() }),
  ignored: ['DisplayName', 'KmsMasterKeyId', 'SignatureVersion', 'Tags', 'TracingConfig'],
  naming: { property: 'TopicName', maximumLength: 256 },
  attributes: (name) => ({ Ref: arn('sns', name), TopicArn: arn('sns', name), TopicName: name }),
});

/** What a topic delivers to. Only queues are delivered to here; a subscription of another kind has no effect. */
export const subscriptionType = resourceType({
  supported: z.strictObject({
    TopicArn: z.string(),
    Protocol: z.string(),
    Endpoint: z.string().optional(),
    RawMessageDelivery: z.union([z.boolean(), z.stringbool()]).default(false),
  }),
  ignored: ['DeliveryPolicy', 'RedrivePolicy', 'Region', 'SubscriptionRoleArn'],
  attributes: (name) => ({ Ref: name, Arn: name }),
});
