import { z } from 'zod';
import { arn, resourceType } from './resource-type.ts';

/** An EventBridge bus. */
export const eventBusType = resourceType({
  honoured: z.strictObject({ Name: z.string() }),
  inert: ['Description', 'KmsKeyIdentifier', 'LogConfig', 'Tags'],
  naming: { property: 'Name', longest: 256 },
  attributes: (name, place) => ({ Ref: name, Name: name, Arn: arn(place, 'events', `event-bus/${name}`) }),
});

/**
 * A rule of a bus: by pattern, by schedule, or both. A target's retries and dead-letter queue are for events that could
 * not be handed over, which does not happen here; what becomes of a failed invocation, Lambda says.
 */
export const ruleType = resourceType({
  honoured: z.strictObject({
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
  inert: ['Description', 'RoleArn', 'Tags'],
  naming: { property: 'Name', longest: 64 },
  attributes: (name, place) => ({ Ref: name, Arn: arn(place, 'events', `rule/${name}`) }),
});
