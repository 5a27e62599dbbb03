import { z } from 'zod';
import { arn } from '../account.ts';
import { resourceType } from './resource-type.ts';

/** An EventBridge bus. */
export const eventBusType = resourceType({
  supported: z.strictObject({ Name: z.string() }),
  ignored: ['Description', 'KmsKeyIdentifier', 'LogConfig', 'Tags'],
  naming: { property: 'Name', maximumLength: 256 },
  attributes: (name) => ({ Ref: name, Name: name, Arn: arn('events', `event-bus/${name}`) }),
});

/**
 * A rule of a bus, by pattern, by schedule or both. The retries and the dead-letter queue of a target apply to events
 * that EventBridge cannot deliver, which does not happen here. A failed invocation is up to Lambda.
 */
export const ruleType = resourceType({
  supported: z.strictObject({
    Name: z.string().optional(),
    EventBusName: z.string().default('default'),
    EventPattern: z.record(z.string(), z.unknown()).optional(),
    ScheduleExpression: z.string().optional(),
    State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
    Targets: z
      .array(
        z.strictObject({
          Arn: z.string(),
          Id: z.string(),
          RetryPolicy: z
            .strictObject({
              MaximumRetryAttempts: z.number().optional(),
              MaximumEventAgeInSeconds: z.number().optional(),
            })
            .optional(),
          DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
          RoleArn: z.unknown().optional(),
        }),
      )
      .default([]),
  }),
  ignored: ['Description', 'RoleArn', 'Tags'],
  naming: { property: 'Name', maximumLength: 64 },
  attributes: (name) => ({ Ref: name, Arn: arn('events', `rule/${name}`) }),
});

/** A log group. Here it is a file, to which the rules that target it append. */
export const logGroupType = resourceType({
  supported: z.strictObject({ LogGroupName: z.string().optional() }),
  ignored: ['DataProtectionPolicy', 'FieldIndexPolicies', 'KmsKeyId', 'LogGroupClass', 'RetentionInDays', 'Tags'],
  naming: { property: 'LogGroupName', maximumLength: 512 },
  attributes: (name) => ({ Ref: name, Arn: arn('logs', `log-group:${name}:*`) }),
});
