import { expect, test } from '@jest/globals';
import { heartbeat, pong } from '../../functions/dialects/connect-participant/frames.ts';
import { grantsOf } from './grants-of.ts';
import { apiOf, deployedStacks, functionOf, type Resource, resourcesOf } from './templates.ts';

const { service, operations } = deployedStacks();
const { api, ofApi } = apiOf(service, 'WEBSOCKET');
const routes = ofApi('Route');
const [authorizer] = ofApi('Authorizer');
const integrations = ofApi('Integration');
const [integration] = integrations.filter(({ Properties }) => Properties.IntegrationType === 'AWS_PROXY');
const ofFunction = (route: Resource) => JSON.stringify(route.Properties.Target).includes(`"${integration?.id}"`);
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

test('connections, closings and frames that are not about the connection go to one function, which can answer', () => {
  expect(api?.Properties.RouteSelectionExpression).toBe('$request.body.topic');
  const toFunction = routes.filter(ofFunction);
  expect(
    toFunction.map(({ Properties }) => [Properties.RouteKey, Properties.RouteResponseSelectionExpression]),
  ).toEqual([
    ['$connect', undefined],
    ['$disconnect', undefined],
    ['$default', '$default'],
  ]);
  expect(JSON.stringify(integration?.Properties.IntegrationUri)).toContain(functionOf(service, 'socket-client').id);
});

test.each([
  ['aws/ping', pong],
  ['aws/heartbeat', heartbeat],
])('%s is answered by the API itself, without a function', (topic, answer) => {
  const route = routes.find(({ Properties }) => Properties.RouteKey === topic);
  expect(route?.Properties.RouteResponseSelectionExpression).toBe('$default');
  const ofRoute = integrations.find(({ id }) => JSON.stringify(route?.Properties.Target).includes(`"${id}"`));
  // The `$` of the name of a template is escaped in the expression that selects it.
  const TemplateSelectionExpression = '\\$default';
  expect(ofRoute?.Properties).toMatchObject({
    IntegrationType: 'MOCK',
    RequestTemplates: { $default: '{"statusCode":200}' },
    TemplateSelectionExpression,
  });
  const responses = ofApi('IntegrationResponse').filter((each) => each.Properties.IntegrationId.Ref === ofRoute?.id);
  expect(responses.map(({ Properties }) => Properties)).toMatchObject([
    { IntegrationResponseKey: '$default', ResponseTemplates: { $default: answer }, TemplateSelectionExpression },
  ]);
});

test('every route that answers has a route response', () => {
  const answering = routes.filter(({ Properties }) => Properties.RouteResponseSelectionExpression === '$default');
  expect(answering).toHaveLength(3);
  expect(ofApi('RouteResponse').map(({ Properties }) => Properties.RouteId.Ref)).toEqual(answering.map(({ id }) => id));
});

test('the stage deploys itself and is throttled', () => {
  const throttled = { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 1000 };
  expect(ofApi('Stage')).toMatchObject([
    { Properties: { StageName: 'live', AutoDeploy: true, DefaultRouteSettings: throttled } },
  ]);
});

test('a flood of frames leaves room for others to connect', () => {
  const limit = (requests: number) => ({ ThrottlingRateLimit: requests, ThrottlingBurstLimit: requests });
  expect(stage?.Properties.RouteSettings).toEqual({
    $default: limit(100),
    'aws/ping': limit(350),
    'aws/heartbeat': limit(350),
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
