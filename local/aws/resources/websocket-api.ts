import { z } from 'zod';
import { resourceType } from './resource-type.ts';

/** A WebSocket API. A field of the message selects the route. */
export const socketApiType = resourceType({
  supported: z.strictObject({
    ProtocolType: z.literal('WEBSOCKET'),
    RouteSelectionExpression: z
      .string()
      .regex(/^\$request\.body(\.\w+)+$/, 'Must be a field of the body, such as $request.body.action'),
  }),
  ignored: ['Description', 'DisableExecuteApiEndpoint', 'DisableSchemaValidation', 'Name', 'Tags'],
  attributes: (name, addresses) => ({ Ref: name, ApiId: name, ApiEndpoint: addresses.webSocket }),
});

/** The stage of a WebSocket API. Its name is the path of the API. */
export const socketStageType = resourceType({
  supported: z.strictObject({ ApiId: z.string(), StageName: z.string() }),
  ignored: ['AccessLogSettings', 'AutoDeploy', 'DefaultRouteSettings', 'Description', 'RouteSettings', 'Tags'],
  attributes: (name) => ({ Ref: name }),
  naming: { property: 'StageName', maximumLength: 128 },
});

/** A route of a WebSocket API. */
export const socketRouteType = resourceType({
  supported: z.strictObject({
    ApiId: z.string(),
    RouteKey: z.string(),
    Target: z.string(),
    AuthorizationType: z.enum(['NONE', 'CUSTOM']).default('NONE'),
    AuthorizerId: z.string().optional(),
    RouteResponseSelectionExpression: z.literal('$default').optional(),
  }),
  ignored: ['OperationName'],
  attributes: (name) => ({ Ref: name, RouteId: name }),
});

/** Makes a route send its function's response to the client, if the route selects it. */
export const routeResponseType = resourceType({
  supported: z.strictObject({ ApiId: z.string(), RouteId: z.string(), RouteResponseKey: z.literal('$default') }),
  ignored: [],
  attributes: (name) => ({ Ref: name, RouteResponseId: name }),
});

/** A template of the Velocity language without anything of that language in it: a constant text. */
const constantTemplate = z.string().regex(/^[^$#]*$/, 'Must be a text without $ and #: templates are not evaluated');
const onlyTemplate = z.strictObject({ $default: constantTemplate });
const selectsOnlyTemplate = z.literal('\\$default');

/** The integration of a route: a Lambda function, or the API itself with an answer that is always the same. */
export const socketIntegrationType = resourceType({
  supported: z.discriminatedUnion('IntegrationType', [
    z.strictObject({
      ApiId: z.string(),
      IntegrationType: z.literal('AWS_PROXY'),
      IntegrationUri: z.string(),
      PayloadFormatVersion: z.literal('1.0').default('1.0'),
      TimeoutInMillis: z.number().max(29_000).default(29_000),
    }),
    z.strictObject({
      ApiId: z.string(),
      IntegrationType: z.literal('MOCK'),
      IntegrationUri: z.literal('').optional(),
      RequestTemplates: z.strictObject({ $default: z.literal('{"statusCode":200}') }),
      TemplateSelectionExpression: selectsOnlyTemplate,
    }),
  ]),
  ignored: ['Description', 'IntegrationMethod'],
  attributes: (name) => ({ Ref: name, IntegrationId: name }),
});

/** What a route answers whose integration is the API itself. */
export const integrationResponseType = resourceType({
  supported: z.strictObject({
    ApiId: z.string(),
    IntegrationId: z.string(),
    IntegrationResponseKey: z.literal('$default'),
    ResponseTemplates: onlyTemplate,
    TemplateSelectionExpression: selectsOnlyTemplate,
  }),
  ignored: [],
  attributes: (name) => ({ Ref: name, IntegrationResponseId: name }),
});

/** The Lambda authorizer of `$connect`, which returns an IAM policy. */
export const socketAuthorizerType = resourceType({
  supported: z.strictObject({
    ApiId: z.string(),
    AuthorizerType: z.literal('REQUEST'),
    AuthorizerUri: z.string(),
    IdentitySource: z.array(z.string().regex(/^route\.request\.(header|querystring)\.[^.\s]+$/)).default([]),
  }),
  ignored: ['Name'],
  attributes: (name) => ({ Ref: name, AuthorizerId: name }),
});
