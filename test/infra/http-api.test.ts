import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { allRoutes, declaredRoutes, isKnown } from '#test/support/declared-routes.ts';
import type { Route } from '../../functions/dialects/route.ts';
import { apiOf, deployedStacks, fileOf, functionsIn, functionsOf } from './templates.ts';

const { service } = deployedStacks();
const { api, ofApi } = apiOf(service, 'HTTP');
const routes = ofApi('Route');
const integrations = ofApi('Integration');
const [stage] = ofApi('Stage');
const throttles = z
  .record(z.string(), z.object({ ThrottlingRateLimit: z.number(), ThrottlingBurstLimit: z.number() }))
  .parse(stage?.Properties.RouteSettings);

const answeredBy = ({ Properties }: (typeof routes)[number]) => {
  const integration = integrations.find(({ id }) => JSON.stringify(Properties.Target).includes(`"${id}"`));
  return functionsIn(service, integration?.Properties.IntegrationUri).map(fileOf).join();
};
const keysOf = (...files: readonly string[]) =>
  routes
    .filter((route) => files.includes(answeredBy(route)))
    .map(({ Properties }) => z.string().parse(Properties.RouteKey));

/** How API Gateway authenticates the requests of an audience. */
const authorization = {
  caller: 'NONE',
  participant: 'NONE',
  signedCaller: 'AWS_IAM',
  desktop: 'NONE',
  agent: 'NONE',
  anybody: 'NONE',
} as const satisfies Record<Route<never>['audience'], string>;

test('the API has every route that is declared, with its function, authorization and throttle, and no other', () => {
  const expected = Object.entries(declaredRoutes).flatMap(([file, ofFile]) =>
    ofFile.map(({ key, audience, throttleShare: share }) => ({
      key,
      file,
      type: authorization[audience],
      throttle: share === undefined ? undefined : Math.floor(1000 * share),
    })),
  );
  const actual = routes.map((route) => ({
    key: z.string().parse(route.Properties.RouteKey),
    file: answeredBy(route),
    type: route.Properties.AuthorizationType,
    throttle: throttles[route.Properties.RouteKey]?.ThrottlingRateLimit,
  }));
  const byKey = (one: { key: string }, other: { key: string }) => one.key.localeCompare(other.key);
  expect(actual.sort(byKey)).toEqual(expected.sort(byKey));
});

test('no route is declared twice', () => {
  const keys = Object.values(declaredRoutes).flatMap((ofFile) => ofFile.map(({ key }) => key));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('every function of the API answers routes', () => {
  const http = functionsOf(service)
    .map(fileOf)
    .filter((file) => file.startsWith('http-'));
  expect([...new Set(routes.map(answeredBy))].sort()).toEqual(http.sort());
  expect(Object.keys(declaredRoutes).sort()).toEqual(http.sort());
});

test('a path of Huawei either names its instance or leaves that to the deployment', () => {
  const keys = keysOf('http-huawei');
  const named = keys.filter((key) => key.includes('{instanceId}'));
  const unnamed = keys.filter((key) => !named.includes(key));
  expect(unnamed).toEqual([
    'PUT /agentgateway/resource/onlineagent/{agentid}',
    'PUT /agentgateway/resource/onlineagent/{agentid}/forcelogin',
    'DELETE /agentgateway/resource/onlineagent/{agentid}/logout',
    'DELETE /agentgateway/resource/onlineagent/{agentid}/forcelogout',
    'DELETE /agentgateway/resource/onlineagent/{agentid}/forcelogoutwithreason/{reason}',
    'POST /agentgateway/resource/qualitycontrol/{agentid}/forcelogout/{workNo}',
    'GET /agentgateway/resource/agentevent/{agentid}',
  ]);
  expect(named.map((key) => key.replace('/{instanceId}', ''))).toEqual(unnamed);
});

test('if a request fits two routes, one of them has a word wherever the other has one, and so it is the more specific', () => {
  const parts = keysOf(...Object.keys(declaredRoutes)).map((key) => key.split(/[ /]+/));
  const isVariable = (part = '') => part.startsWith('{');
  const overlap = (one: readonly string[], other: readonly string[]) =>
    one.length === other.length &&
    one.every((part, at) => part === other[at] || isVariable(part) || isVariable(other[at]));
  const isOnlyWider = (one: readonly string[], other: readonly string[]) =>
    one.every((part, at) => isVariable(part) || !isVariable(other[at])) && one.join() !== other.join();
  const overlaps = parts.flatMap((one, index) =>
    parts
      .slice(index + 1)
      .flatMap((other) =>
        overlap(one, other) && isOnlyWider(one, other) === isOnlyWider(other, one) ? [[one, other]] : [],
      ),
  );
  expect(parts.length).toBeGreaterThan(40);
  expect(overlaps).toEqual([]);
});

test('API Gateway refuses no request by itself but those that IAM does not allow, because it has one shape for all dialects', () => {
  expect(ofApi('Authorizer')).toEqual([]);
});

test('the stage is made after all routes, so that it is deployed once', () => {
  expect(routes.length).toBeGreaterThan(60);
  expect(stage?.DependsOn).toEqual(expect.arrayContaining(routes.map(({ id }) => id)));
});

test('the stage logs every request with its id and is throttled', () => {
  expect(JSON.parse(stage?.Properties.AccessLogSettings.Format)).toMatchObject({ requestId: '$context.requestId' });
  expect(stage?.Properties.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 1000 });
});

test('a page of any origin can call, send what the chat client and a page of Huawei send, and read the Guid and which error it got; the preflight is good for an hour', () => {
  expect(api?.Properties.CorsConfiguration).toEqual({
    AllowOrigins: ['*'],
    AllowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
    AllowHeaders: expect.arrayContaining([
      'authorization',
      'content-type',
      'x-amz-bearer',
      'x-amz-content-sha256',
      'x-amz-date',
      'x-amz-user-agent',
      'guid',
    ]),
    ExposeHeaders: ['Guid', 'Set-GUID', 'Retry-After', 'x-amzn-ErrorType', 'x-amzn-RequestId'],
    MaxAge: 3600,
  });
});

test('the ARN that callers who sign with IAM need is that of the signed route, in any instance', () => {
  expect(JSON.stringify(service.Outputs.SignedRouteArn)).toMatch(
    /:execute-api:.*\/\*\/PUT\/iam\/contact\/participant-role-config\/\*"/,
  );
});

describe('the calls that strangers can make', () => {
  const audienceOf = new Map<string, Route<never>['audience']>(allRoutes.map(({ key, audience }) => [key, audience]));
  const open = [...audienceOf].flatMap(([key, audience]) => (isKnown(audience) ? [] : [key]));

  test('each have a throttle, and no other call has', () => {
    expect(open).toHaveLength(5 + 3 + 14 + 7);
    expect(Object.keys(throttles).sort()).toEqual(open.sort());
  });

  test('together take at most four fifths of what the stage takes, also in a burst', () => {
    const limits = Object.values(throttles);
    const sum = limits.reduce((sum, { ThrottlingRateLimit }) => sum + ThrottlingRateLimit, 0);
    expect(sum).toBeLessThanOrEqual(800);
    expect(sum).toBeGreaterThan(750);
    for (const { ThrottlingRateLimit, ThrottlingBurstLimit } of limits) {
      expect(ThrottlingBurstLimit).toBe(ThrottlingRateLimit);
    }
  });

  test('have room for the heartbeats of ten thousand desktops whose leases are 150 seconds, one each third of it', () => {
    expect(throttles['POST /v1/session/heartbeat']?.ThrottlingRateLimit).toBeGreaterThan(10_000 / 50);
  });

  test('compare at most 40 passwords a second', () => {
    const signIns = Object.entries(throttles).filter(
      ([key]) => key.startsWith('PUT ') && key.includes('/onlineagent/'),
    );
    expect(signIns).toHaveLength(4);
    expect(signIns.reduce((sum, [, { ThrottlingRateLimit }]) => sum + ThrottlingRateLimit, 0)).toBe(40);
  });
});
