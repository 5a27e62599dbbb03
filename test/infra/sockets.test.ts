import { expect, test } from '@jest/globals';
import { grantsOf } from './grants-of.ts';
import { apiOf, deployedStacks, functionOf, resourcesOf } from './templates.ts';

const { service, operations } = deployedStacks();
const { api, ofApi } = apiOf(service, 'WEBSOCKET');
const routes = ofApi('Route');
const [authorizer] = ofApi('Authorizer');
const [integration] = ofApi('Integration');
const [stage] = ofApi('Stage');

test('a WebSocket opens only if the authorizer allows it, which is asked only when there is a token', () => {
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

test('connections, frames and closings go to one function, which can answer a frame', () => {
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

test('the stage deploys itself and is throttled', () => {
  const throttled = { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 1000 };
  expect(ofApi('Stage')).toMatchObject([
    { Properties: { StageName: 'live', AutoDeploy: true, DefaultRouteSettings: throttled } },
  ]);
});

test('a flood of frames leaves room for others to connect', () => {
  expect(stage?.Properties.RouteSettings).toEqual({
    $default: { ThrottlingRateLimit: 800, ThrottlingBurstLimit: 800 },
  });
});

test('the stage is made after all routes and what they answer, so that it is deployed once', () => {
  const deployed = [...routes, ...ofApi('RouteResponse'), ...ofApi('IntegrationResponse')];
  expect(stage?.DependsOn).toEqual(expect.arrayContaining(deployed.map(({ id }) => id)));
});

test.each(['ExecutionError', 'IntegrationError'])('an alarm watches the metric %s', (metric) => {
  const alarms = resourcesOf(operations, 'AWS::CloudWatch::Alarm').filter(
    ({ Properties }) => Properties.MetricName === metric,
  );
  expect(alarms).toMatchObject([{ Properties: { Namespace: 'AWS/ApiGateway', Statistic: 'Sum', Threshold: 0 } }]);
  expect(JSON.stringify(alarms)).toContain(`Ref${api?.id}`);
});

test('frames are pushed through the address at which clients connect, and no other', () => {
  const lambda = functionOf(service, 'http-participants');
  const url = JSON.stringify(lambda.Properties.Environment.Variables.SOCKET_URL);
  expect(url).toContain(`"wss://",{"Ref":"${api?.id}"},".execute-api."`);
  expect(url).toMatch(/"\/live"\]\]\}$/);
  const managed = grantsOf(service, lambda).filter(({ action }) => action === 'execute-api:ManageConnections');
  expect(managed.map(({ resource }) => resource.slice(resource.indexOf(`{"Ref":"${api?.id}"}`))).sort()).toEqual([
    `{"Ref":"${api?.id}"},"/live/DELETE/@connections/*"]]}`,
    `{"Ref":"${api?.id}"},"/live/POST/@connections/*"]]}`,
  ]);
});
