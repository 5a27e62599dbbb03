import { expect, jest, test } from '@jest/globals';
import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import type { Authenticate } from '#core/access/access.ts';
import { authorizer } from '#runtime/authorizer.ts';
import { logger } from '#runtime/observe.ts';

const anEvent = (authorization?: string): APIGatewayRequestAuthorizerEventV2 => ({
  version: '2.0',
  type: 'REQUEST',
  routeArn: 'arn',
  identitySource: [],
  routeKey: 'GET /v1/agents',
  rawPath: '/v1/agents',
  rawQueryString: '',
  cookies: [],
  headers: authorization === undefined ? {} : { authorization },
  requestContext: {
    accountId: '1',
    apiId: 'api',
    domainName: 'api.example.com',
    domainPrefix: 'api',
    http: { method: 'GET', path: '/v1/agents', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
    requestId: 'req-1',
    routeKey: 'GET /v1/agents',
    stage: '$default',
    time: '',
    timeEpoch: 0,
  },
});
const demo = `Basic ${Buffer.from('demo:secret').toString('base64')}`;

test('the functions behind are told who calls', async () => {
  const authenticate: Authenticate = async () => ({
    callerId: 'demo',
    instanceId: 'centre',
    scopes: ['sessions:read', 'logout:one'],
  });
  expect(await authorizer(authenticate)(anEvent(demo))).toEqual({
    isAuthorized: true,
    context: { callerId: 'demo', instanceId: 'centre', scopes: 'sessions:read logout:one' },
  });
});

test('without credentials nobody is looked up', async () => {
  const authenticate = jest.fn<Authenticate>();
  const answer = await authorizer(authenticate)(anEvent());
  expect(answer).toEqual({ isAuthorized: true, context: { refusal: 'noCredentials' } });
  expect(authenticate).not.toHaveBeenCalled();
});

test('a fault in looking up the key is no fault of the gateway: the functions answer it', async () => {
  const logged = jest.spyOn(logger, 'error').mockImplementation(() => {});
  const answer = await authorizer(() => Promise.reject(new Error('throttled')))(anEvent(demo));
  expect(answer).toEqual({ isAuthorized: true, context: { refusal: 'unavailable' } });
  expect(logged).toHaveBeenCalledWith(expect.any(String), { requestId: 'req-1', error: expect.any(Error) });
  logged.mockRestore();
});
