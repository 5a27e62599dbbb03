import { invocationUri } from './an-assembly.ts';

/** An integration that always answers the same text, with its response. */
function aConstantAnswer(name: string, answer: string): Record<string, object> {
  const TemplateSelectionExpression = '\\$default';
  return {
    [name]: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Sockets' },
        IntegrationType: 'MOCK',
        RequestTemplates: { $default: '{"statusCode":200}' },
        TemplateSelectionExpression,
      },
    },
    [`${name}Response`]: {
      Type: 'AWS::ApiGatewayV2::IntegrationResponse',
      Properties: {
        ApiId: { Ref: 'Sockets' },
        IntegrationId: { Ref: name },
        IntegrationResponseKey: '$default',
        ResponseTemplates: { $default: answer },
        TemplateSelectionExpression,
      },
    },
  };
}

/**
 * A WebSocket API `Sockets` with the stage `live` and a route for each key of `routes`, to the function of that logical id
 * or, after `=`, with an answer that is always the same.
 */
export function aWebSocketApi(
  routes: Record<string, string>,
  {
    authorizer,
    withResponse = [],
  }: { authorizer?: { function: string; identitySources?: string[] }; withResponse?: string[] } = {},
): Record<string, object> {
  const api = { ApiId: { Ref: 'Sockets' } };
  const resources: Record<string, object> = {
    Sockets: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: { Name: 'sockets', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.topic' },
    },
    SocketStage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ...api, StageName: 'live', AutoDeploy: true } },
  };
  if (authorizer !== undefined) {
    resources.SocketAuthorizer = {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ...api,
        Name: 'authorizer',
        AuthorizerType: 'REQUEST',
        AuthorizerUri: invocationUri(authorizer.function),
        ...(authorizer.identitySources === undefined ? {} : { IdentitySource: authorizer.identitySources }),
      },
    };
  }
  for (const [index, [RouteKey, target]] of Object.entries(routes).entries()) {
    const integration = `SocketIntegration${index}`;
    if (target.startsWith('=')) Object.assign(resources, aConstantAnswer(integration, target.slice(1)));
    else {
      resources[integration] = {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: { ...api, IntegrationType: 'AWS_PROXY', IntegrationUri: invocationUri(target) },
      };
    }
    const isAuthorized = authorizer !== undefined && RouteKey === '$connect';
    resources[`SocketRoute${index}`] = {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ...api,
        RouteKey,
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: integration }]] },
        AuthorizationType: isAuthorized ? 'CUSTOM' : 'NONE',
        ...(isAuthorized ? { AuthorizerId: { Ref: 'SocketAuthorizer' } } : {}),
        ...(withResponse.includes(RouteKey) ? { RouteResponseSelectionExpression: '$default' } : {}),
      },
    };
    if (withResponse.includes(RouteKey)) {
      resources[`SocketRouteResponse${index}`] = {
        Type: 'AWS::ApiGatewayV2::RouteResponse',
        Properties: { ...api, RouteId: { Ref: `SocketRoute${index}` }, RouteResponseKey: '$default' },
      };
    }
  }
  return resources;
}
