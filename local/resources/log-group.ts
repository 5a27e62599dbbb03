import { z } from 'zod';
import { arn, resourceType } from './resource-type.ts';

/** A log group; here a file, to which the rules that target it append. */
export const logGroupType = resourceType({
  honoured: z.strictObject({ LogGroupName: z.string().optional() }),
  inert: ['DataProtectionPolicy', 'FieldIndexPolicies', 'KmsKeyId', 'LogGroupClass', 'RetentionInDays', 'Tags'],
  naming: { property: 'LogGroupName', longest: 512 },
  attributes: (name, place) => ({ Ref: name, Arn: arn(place, 'logs', `log-group:${name}:*`) }),
});
