import { z } from 'zod';
import { resourceType } from './resource-type.ts';

const texts = z.array(z.string()).default([]);

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
const origin = z
  .string()
  .regex(/^(\*|https?:\/\/\*|[^*]*)$/, 'An asterisk may stand alone or after https:// or http:// only');

/** An HTTP API. */
export const apiType = resourceType({
  supported: z.strictObject({
    ProtocolType: z.literal('HTTP'),
    CorsConfiguration: z
      .strictObject({
        AllowCredentials: z.boolean().default(false),
        AllowHeaders: texts,
        AllowMethods: texts,
        AllowOrigins: z.array(origin).default([]),
        ExposeHeaders: texts,
        MaxAge: z.number().optional(),
      })
      .optional(),
  }),
  ignored: ['Name', 'Description', 'DisableExecuteApiEndpoint', 'Tags'],
  attributes: (name, addresses) => ({ Ref: name, ApiId: name, ApiEndpoint: addresses.http }),
});

/** The stage of an HTTP API. Only `$default` is supported, whose paths have no prefix. */
export const stageType = resourceType({
  supported: z.strictObject({ ApiId: z.string(), StageName: z.literal('$default') }),
  ignored: ['AccessLogSettings', 'AutoDeploy', 'DefaultRouteSettings', 'Description', 'RouteSettings', 'Tags'],
  attributes: () => ({ Ref: '$default' }),
});

/** A route of an HTTP API. */
export const routeType = resourceType({
  supported: z.strictObject({
    ApiId: z.string(),
    RouteKey: z.string(),
    Target: z.string(),
    AuthorizationType: z.enum(['NONE', 'AWS_IAM']).default('NONE'),
  }),
  ignored: ['OperationName'],
  attributes: (name) => ({ Ref: name, RouteId: name }),
});

/** The integration of a route: a Lambda function, invoked with payload format 2.0. */
export const integrationType = resourceType({
  supported: z.strictObject({
    ApiId: z.string(),
    IntegrationType: z.literal('AWS_PROXY'),
    IntegrationUri: z.string(),
    PayloadFormatVersion: z.literal('2.0'),
    TimeoutInMillis: z.number().default(30_000),
  }),
  ignored: ['Description', 'IntegrationMethod'],
  attributes: (name) => ({ Ref: name, IntegrationId: name }),
});
