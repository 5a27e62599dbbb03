import { expect, jest, test } from '@jest/globals';
import type {
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import { gateway } from '#dialects/gateway/problem.ts';
import type { GatewayRequest } from '#dialects/gateway/request.ts';
import { gatewayHttp } from '#runtime/gateway-http.ts';
import { logger } from '#runtime/observe.ts';

/** Only what the handler looks at. */
const anEvent = (pathParameters: Record<string, string>) =>
  ({
    routeKey: 'GET /agentgateway/resource/agentevent/{agentid}',
    rawPath: '/agentgateway/resource/agentevent/101',
    rawQueryString: '',
    headers: { guid: 'a-guid' },
    pathParameters,
    requestContext: { requestId: 'req-1', http: { method: 'GET', sourceIp: '192.0.2.1' } },
    isBase64Encoded: false,
  }) as unknown as APIGatewayProxyEventV2WithLambdaAuthorizer<unknown>;
const context = { awsRequestId: 'inv-1' } as Context;

test('an instance in the path is not among its parameters; without one none is named', async () => {
  const seen: GatewayRequest[] = [];
  const handler = gatewayHttp(gateway, async (request) => {
    seen.push(request);
    return { status: 200 };
  });
  jest.spyOn(logger, 'info').mockImplementation(() => {});
  await handler(anEvent({ instanceId: 'demo', agentid: '101' }), context, () => {});
  await handler(anEvent({ agentid: '101' }), context, () => {});
  expect(seen.map(({ instanceId, path }) => [instanceId, path])).toEqual([
    ['demo', { agentid: '101' }],
    [undefined, { agentid: '101' }],
  ]);
  jest.restoreAllMocks();
});

test('a fault is answered with status 200 and a retcode', async () => {
  jest.spyOn(logger, 'error').mockImplementation(() => {});
  jest.spyOn(logger, 'info').mockImplementation(() => {});
  const handler = gatewayHttp(gateway, () => Promise.reject(new Error('throttled')));
  const result = (await handler(anEvent({ agentid: '101' }), context, () => {})) as APIGatewayProxyStructuredResultV2;
  expect([result.statusCode, JSON.parse(result.body ?? '').retcode]).toEqual([200, '100-007']);
  jest.restoreAllMocks();
});
