import { z } from 'zod';
import { resourceType } from './resource-type.ts';

/** A WebSocket API. Its route keys are chosen by a field of the message. */
export const socketApiType = resourceType({
  honoured: z.strictObject({
    ProtocolType: z.literal('WEBSOCKET'),
    RouteSelectionExpression: z
      .string()
      .regex(/^\$request\.body(\.\w+)+$/, 'Must be a field of the body, such as $request.body.action'),
  }),
  inert: ['Description', 'DisableExecuteApiEndpoint', 'DisableSchemaValidation', 'Name', 'Tags'],
  attributes: (name, place) => ({ Ref: name, ApiId: name, ApiEndpoint: place.socketUrl }),
});

/** The stage of a WebSocket API; its name is the path of the API. */
export const socketStageType = resourceType({
  honoured: z.strictObject({ ApiId: z.string(), StageName: z.string() }),
  inert: ['AccessLogSettings', 'AutoDeploy', 'DefaultRouteSettings', 'Description', 'RouteSettings', 'Tags'],
  attributes: (name) => ({ Ref: name }),
  naming: { property: 'StageName', longest: 128 },
});

/** A route of a WebSocket API. */
export const socketRouteType = resourceType({
  honoured: z.strictObject({
    ApiId: z.string(),
    RouteKey: z.string(),
    Target: z.string(),
    AuthorizationType: z.enum(['NONE', 'CUSTOM']).default('NONE'),
    AuthorizerId: z.string().optional(),
    RouteResponseSelectionExpression: z.literal('$default').optional(),
  }),
  inert: ['OperationName'],
  attributes: (name) => ({ Ref: name, RouteId: name }),
});

/** Has the answer of a route's function sent to the client, if the route selects it. */
export const routeResponseType = resourceType({
  honoured: z.strictObject({ ApiId: z.string(), RouteId: z.string(), RouteResponseKey: z.literal('$default') }),
  inert: [],
  attributes: (name) => ({ Ref: name, RouteResponseId: name }),
});

/** What a route leads to: a Lambda function. */
export const socketIntegrationType = resourceType({
  honoured: z.strictObject({
    ApiId: z.string(),
    IntegrationType: z.literal('AWS_PROXY'),
    IntegrationUri: z.string(),
    PayloadFormatVersion: z.literal('1.0').default('1.0'),
    TimeoutInMillis: z.number().max(29_000).default(29_000),
  }),
  inert: ['Description', 'IntegrationMethod'],
  attributes: (name) => ({ Ref: name, IntegrationId: name }),
});

/** The Lambda function that says who may connect; it answers an IAM policy. */
export const socketAuthorizerType = resourceType({
  honoured: z.strictObject({
    ApiId: z.string(),
    AuthorizerType: z.literal('REQUEST'),
    AuthorizerUri: z.string(),
    IdentitySource: z.array(z.string().regex(/^route\.request\.(header|querystring)\.[^.\s]+$/)).default([]),
  }),
  inert: ['Name'],
  attributes: (name) => ({ Ref: name, AuthorizerId: name }),
});
