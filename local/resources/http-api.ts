import { z } from 'zod';
import { resourceType } from './resource-type.ts';

const texts = z.array(z.string()).default([]);

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
const origin = z
  .string()
  .regex(/^(\*|https?:\/\/\*|[^*]*)$/, 'An asterisk may stand alone or after https:// or http:// only');

/** An HTTP API. */
export const apiType = resourceType({
  honoured: z.strictObject({
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
  inert: ['Name', 'Description', 'DisableExecuteApiEndpoint', 'Tags'],
  attributes: (name, place) => ({ Ref: name, ApiId: name, ApiEndpoint: place.httpUrl }),
});

/** The stage of an HTTP API; only the default one has no prefix in its paths, so it is the only one run here. */
export const stageType = resourceType({
  honoured: z.strictObject({ ApiId: z.string(), StageName: z.literal('$default') }),
  inert: ['AccessLogSettings', 'AutoDeploy', 'DefaultRouteSettings', 'Description', 'RouteSettings', 'Tags'],
  attributes: () => ({ Ref: '$default' }),
});

/** A route of an HTTP API. */
export const routeType = resourceType({
  honoured: z.strictObject({
    ApiId: z.string(),
    RouteKey: z.string(),
    Target: z.string(),
    AuthorizationType: z.enum(['NONE', 'CUSTOM', 'AWS_IAM']).default('NONE'),
    AuthorizerId: z.string().optional(),
  }),
  inert: ['OperationName'],
  attributes: (name) => ({ Ref: name, RouteId: name }),
});

/** What a route leads to: a Lambda function, called with payload format 2.0. */
export const integrationType = resourceType({
  honoured: z.strictObject({
    ApiId: z.string(),
    IntegrationType: z.literal('AWS_PROXY'),
    IntegrationUri: z.string(),
    PayloadFormatVersion: z.literal('2.0'),
    TimeoutInMillis: z.number().default(30_000),
  }),
  inert: ['Description', 'IntegrationMethod'],
  attributes: (name) => ({ Ref: name, IntegrationId: name }),
});

/** The Lambda function that says who may call a route. Its answers are not cached here, so a cache time is refused. */
export const authorizerType = resourceType({
  honoured: z.strictObject({
    ApiId: z.string(),
    AuthorizerType: z.literal('REQUEST'),
    AuthorizerUri: z.string(),
    AuthorizerPayloadFormatVersion: z.literal('2.0'),
    EnableSimpleResponses: z.literal(true),
    IdentitySource: z.array(z.string().regex(/^\$request\.(header|querystring)\.[^.\s]+$/)).default([]),
    AuthorizerResultTtlInSeconds: z.literal(0).default(0),
  }),
  inert: ['Name'],
  attributes: (name) => ({ Ref: name, AuthorizerId: name }),
});
