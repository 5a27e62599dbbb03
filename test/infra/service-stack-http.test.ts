import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { bundled, fileOf, resourcesOf, stacks } from './synthesis.ts';

const { service } = stacks(bundled());
const functions = resourcesOf(service, 'AWS::Lambda::Function');

describe('the HTTP API', () => {
  const [api] = resourcesOf(service, 'AWS::ApiGatewayV2::Api').filter(
    ({ Properties }) => Properties.ProtocolType === 'HTTP',
  );
  const ofApi = (type: string) =>
    resourcesOf(service, `AWS::ApiGatewayV2::${type}`).filter(({ Properties }) => Properties.ApiId.Ref === api?.id);
  const routes = ofApi('Route');
  const http = functions.map(fileOf).filter((name) => /^http-(?!authorize$)/.test(name));
  const integrations = ofApi('Integration');
  const answeredBy = ({ Properties }: (typeof routes)[number]) => {
    const integration = integrations.find(({ id }) => JSON.stringify(Properties.Target).includes(`"${id}"`));
    const lambda = functions.find(({ id }) => id === integration?.Properties.IntegrationUri['Fn::GetAtt'][0]);
    return lambda ? fileOf(lambda) : 'nobody';
  };
  const keysOf = (...names: readonly string[]) =>
    routes
      .filter((route) => names.includes(answeredBy(route)))
      .map(({ Properties }) => z.string().parse(Properties.RouteKey));

  test('every route has the authorizer, but for what beacons reach, the one that IAM guards, health, and what browsers ask first', () => {
    const open = routes.filter(
      ({ Properties }) => !Properties.AuthorizerId || Properties.AuthorizationType !== 'CUSTOM',
    );
    expect(open.map(({ Properties }) => [Properties.RouteKey, Properties.AuthorizationType])).toEqual([
      ['POST /v1/session/heartbeat', 'NONE'],
      ['POST /v1/session/leave', 'NONE'],
      ['POST /v1/session/connection', 'NONE'],
      ['PUT /iam/contact/participant-role-config/{InstanceId}/{ContactId}', 'AWS_IAM'],
      ['GET /v1/health', 'NONE'],
      ['OPTIONS /participant/{proxy+}', 'NONE'],
    ]);
    expect(routes.map(({ Properties }) => Properties.RouteKey)).toContain('$default');
  });

  test('every function of HTTP but the authorizer answers one route; role configurations, health and the gateway more', () => {
    const several = Object.entries(Object.groupBy(routes, answeredBy)).flatMap(([name, some = []]) =>
      some.length > 1 ? [[name, some.length]] : [],
    );
    expect([...new Set(routes.map(answeredBy))].sort()).toEqual(http.sort());
    expect(Object.fromEntries(several)).toEqual({
      'http-update-role-config': 2,
      'http-health': 2,
      'http-gateway-sign-in': 4,
      'http-gateway-sign-out': 6,
      'http-gateway-supervise': 2,
      'http-gateway-poll': 2,
    });
  });

  test('each call of the agent gateway may name its instance or leave that to the deployment', () => {
    const keys = keysOf('http-gateway-sign-in', 'http-gateway-sign-out', 'http-gateway-supervise', 'http-gateway-poll');
    expect(keys.filter((key) => !key.includes('{instanceId}'))).toEqual([
      'PUT /agentgateway/resource/onlineagent/{agentid}',
      'PUT /agentgateway/resource/onlineagent/{agentid}/forcelogin',
      'DELETE /agentgateway/resource/onlineagent/{agentid}/logout',
      'DELETE /agentgateway/resource/onlineagent/{agentid}/forcelogout',
      'DELETE /agentgateway/resource/onlineagent/{agentid}/forcelogoutwithreason/{reason}',
      'POST /agentgateway/resource/qualitycontrol/{agentid}/forcelogout/{workNo}',
      'GET /agentgateway/resource/agentevent/{agentid}',
    ]);
    const named = keys.filter((key) => key.includes('{instanceId}'));
    expect(named.map((key) => key.replace('/{instanceId}', ''))).toEqual(keys.filter((key) => !named.includes(key)));
  });

  test('no request fits two routes, so which of them is more exact never matters', () => {
    const parts = keysOf(...http).map((key) => key.split(/[ /]+/));
    const isVariable = (part = '') => part.startsWith('{');
    const meet = (one: readonly string[], other: readonly string[]) =>
      one.length === other.length &&
      one.every((part, at) => part === other[at] || isVariable(part) || isVariable(other[at]));
    const meetings = parts.flatMap((one, index) =>
      parts.slice(index + 1).flatMap((other) => (meet(one, other) ? [[one, other]] : [])),
    );
    expect(meetings).toEqual([]);
  });

  test('the authorizer sees every request: no cache, and no identity source whose lack would be answered elsewhere', () => {
    const uncached = { AuthorizerResultTtlInSeconds: 0, IdentitySource: [], EnableSimpleResponses: true };
    expect(ofApi('Authorizer')).toMatchObject([{ Properties: uncached }]);
  });

  test('the stage logs every request with its id and is throttled', () => {
    const [stage] = ofApi('Stage');
    expect(JSON.parse(stage?.Properties.AccessLogSettings.Format)).toMatchObject({ requestId: '$context.requestId' });
    expect(stage?.Properties.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 1000 });
  });
});
