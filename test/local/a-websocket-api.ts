/** A WebSocket API `Sockets` with the stage `live` and a route for each key of `routes`, to the function of that logical id. */
export function aWebSocketApi(
  routes: Record<string, string>,
  {
    authorizer,
    answering = [],
  }: { authorizer?: { function: string; identitySources?: string[] }; answering?: string[] } = {},
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
        AuthorizerUri: invocationOf(authorizer.function),
        ...(authorizer.identitySources === undefined ? {} : { IdentitySource: authorizer.identitySources }),
      },
    };
  }
  for (const [index, [RouteKey, target]] of Object.entries(routes).entries()) {
    resources[`SocketIntegration${index}`] = {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: { ...api, IntegrationType: 'AWS_PROXY', IntegrationUri: invocationOf(target) },
    };
    const guarded = authorizer !== undefined && RouteKey === '$connect';
    resources[`SocketRoute${index}`] = {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ...api,
        RouteKey,
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: `SocketIntegration${index}` }]] },
        AuthorizationType: guarded ? 'CUSTOM' : 'NONE',
        ...(guarded ? { AuthorizerId: { Ref: 'SocketAuthorizer' } } : {}),
        ...(answering.includes(RouteKey) ? { RouteResponseSelectionExpression: '$default' } : {}),
      },
    };
    if (answering.includes(RouteKey)) {
      resources[`SocketRouteResponse${index}`] = {
        Type: 'AWS::ApiGatewayV2::RouteResponse',
        Properties: { ...api, RouteId: { Ref: `SocketRoute${index}` }, RouteResponseKey: '$default' },
      };
    }
  }
  return resources;
}

/** The address by which API Gateway calls a function, as the CDK writes it. */
const invocationOf = (logicalId: string) => ({
  'Fn::Join': [
    '',
    [
      'arn:aws:apigateway:',
      { Ref: 'AWS::Region' },
      ':lambda:path/2015-03-31/functions/',
      { 'Fn::GetAtt': [logicalId, 'Arn'] },
      '/invocations',
    ],
  ],
});
