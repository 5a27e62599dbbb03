import { describe, expect, test } from '@jest/globals';
import { bundled, functionOf, grantsOf, resourcesOf, stacks } from './synthesis.ts';

const bundles = bundled();
const { service, operations } = stacks(bundles);
const apiOf = (protocol: string, stack = service) =>
  resourcesOf(stack, 'AWS::ApiGatewayV2::Api').find(({ Properties }) => Properties.ProtocolType === protocol);

describe('the WebSocket API', () => {
  const api = apiOf('WEBSOCKET');
  const ofApi = (type: string) =>
    resourcesOf(service, `AWS::ApiGatewayV2::${type}`).filter(({ Properties }) => Properties.ApiId.Ref === api?.id);
  const routes = ofApi('Route');
  const [authorizer] = ofApi('Authorizer');
  const [integration] = ofApi('Integration');

  test('lets nobody connect whom the authorizer does not let, and asks it only when there is a token', () => {
    const guarded = routes.filter(({ Properties }) => Properties.AuthorizationType !== 'NONE');
    expect(guarded).toMatchObject([
      { Properties: { RouteKey: '$connect', AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: authorizer?.id } } },
    ]);
    expect(authorizer?.Properties).toMatchObject({
      AuthorizerType: 'REQUEST',
      IdentitySource: ['route.request.querystring.token'],
    });
    expect(JSON.stringify(authorizer?.Properties.AuthorizerUri)).toContain(functionOf(service, 'socket-authorize').id);
  });

  test('hands connections, frames and closings to one function, which may answer a frame', () => {
    expect(api?.Properties.RouteSelectionExpression).toBe('$request.body.topic');
    expect(routes.map(({ Properties }) => [Properties.RouteKey, Properties.RouteResponseSelectionExpression])).toEqual([
      ['$connect', undefined],
      ['$disconnect', undefined],
      ['$default', '$default'],
    ]);
    const target = { 'Fn::Join': ['', ['integrations/', { Ref: integration?.id }]] };
    for (const { Properties } of routes) expect(Properties.Target).toEqual(target);
    expect(JSON.stringify(integration?.Properties.IntegrationUri)).toContain(functionOf(service, 'socket-client').id);
    expect(ofApi('RouteResponse')).toMatchObject([{ Properties: { RouteResponseKey: '$default' } }]);
  });

  test('is one stage that deploys itself and is throttled', () => {
    const throttled = { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 1000 };
    expect(ofApi('Stage')).toMatchObject([
      { Properties: { StageName: 'live', AutoDeploy: true, DefaultRouteSettings: throttled } },
    ]);
  });

  test.each(['ExecutionError', 'IntegrationError'])('raises an alarm on its metric %s', (metric) => {
    const alarms = resourcesOf(operations, 'AWS::CloudWatch::Alarm').filter(
      ({ Properties }) => Properties.MetricName === metric,
    );
    expect(alarms).toMatchObject([{ Properties: { Namespace: 'AWS/ApiGateway', Statistic: 'Sum', Threshold: 0 } }]);
    expect(JSON.stringify(alarms)).toContain(`Ref${api?.id}`);
  });

  test('is written to at the address where participants connect, and nowhere else', () => {
    const lambda = functionOf(service, 'http-participant-message');
    const url = JSON.stringify(lambda.Properties.Environment.Variables.SOCKET_URL);
    expect(url).toContain(`"wss://",{"Ref":"${api?.id}"},".execute-api."`);
    expect(url).toMatch(/"\/live"\]\]\}$/);
    const managed = grantsOf(service, lambda).filter(({ action }) => action === 'execute-api:ManageConnections');
    expect(managed.map(({ resource }) => resource.slice(resource.indexOf(`{"Ref":"${api?.id}"}`))).sort()).toEqual([
      `{"Ref":"${api?.id}"},"/live/DELETE/@connections/*"]]}`,
      `{"Ref":"${api?.id}"},"/live/POST/@connections/*"]]}`,
    ]);
  });
});

describe('a browser', () => {
  const rulesIn = (stack = service) => apiOf('HTTP', stack)?.Properties.CorsConfiguration;

  test('may call from the pages of the origins that are named', () => {
    const allowedOrigins = ['https://example.com', 'http://localhost:8080'];
    expect(rulesIn(stacks(bundles, { allowedOrigins }).service).AllowOrigins).toEqual(allowedOrigins);
  });

  test('may call from any page while no origin is named, send all that the chat client sends, reads which error it got, and asks once an hour', () => {
    expect(rulesIn()).toEqual({
      AllowOrigins: ['*'],
      AllowMethods: ['POST'],
      AllowHeaders: expect.arrayContaining([
        'authorization',
        'content-type',
        'x-amz-bearer',
        'x-amz-content-sha256',
        'x-amz-date',
        'x-amz-user-agent',
      ]),
      ExposeHeaders: ['x-amzn-ErrorType', 'x-amzn-RequestId'],
      MaxAge: 3600,
    });
  });
});
