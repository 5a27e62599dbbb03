import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type {
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import { type HttpAnswer, RefusedRequest } from '#dialects/http.ts';
import { native } from '#dialects/native/problem.ts';
import { clientHttp } from '#runtime/client-http.ts';
import { logger } from '#runtime/observe.ts';

beforeEach(() => {
  jest.spyOn(logger, 'info').mockImplementation(() => {});
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** What API Gateway makes of a beacon; only what the handler looks at. */
const aBeacon = (body: string, headers: Record<string, string> = {}) =>
  ({
    routeKey: 'POST /v1/session/leave',
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers },
    requestContext: { requestId: 'req-1', http: { method: 'POST', sourceIp: '192.0.2.1' } },
    body,
    isBase64Encoded: false,
  }) as unknown as APIGatewayProxyEventV2WithLambdaAuthorizer<unknown>;

async function answerTo(body: string, work: (body: unknown) => Promise<HttpAnswer>, headers?: Record<string, string>) {
  const handler = clientHttp(native, (request) => work(request.body));
  return (await handler(aBeacon(body, headers), {} as Context, () => {})) as APIGatewayProxyStructuredResultV2;
}

test('text that is JSON is read, whatever type it is sent as', async () => {
  const read: unknown[] = [];
  const note = async (body: unknown) => {
    read.push(body);
    return { status: 204 };
  };
  for (const type of ['text/plain;charset=UTF-8', 'application/json', 'application/x-www-form-urlencoded']) {
    expect(await answerTo('{"token":"t"}', note, { 'content-type': type })).toMatchObject({ statusCode: 204 });
  }
  await answerTo('', note);
  expect(read).toEqual([{ token: 't' }, { token: 't' }, { token: 't' }, undefined]);
});

test('what is no JSON is refused in words', async () => {
  const answer = await answerTo('token=t', () => Promise.reject(new Error('never')));
  expect(answer.statusCode).toBe(400);
  expect(JSON.parse(answer.body ?? '')).toMatchObject({
    errors: [{ path: '', message: expect.stringContaining('The body is not JSON') }],
  });
});

test('a refused token makes no browser ask the agent for a password', async () => {
  const answer = await answerTo('{}', () =>
    Promise.reject(new RefusedRequest({ type: 'unauthenticated', message: 'No' })),
  );
  expect([answer.statusCode, answer.headers?.['www-authenticate']]).toEqual([401, 'Bearer']);
});

test('what the log said of the one before is forgotten before a request is looked at', async () => {
  const order: string[] = [];
  jest.spyOn(logger, 'resetKeys').mockImplementation(() => void order.push('reset'));
  await answerTo('{}', async () => {
    order.push('looked at');
    return { status: 204 };
  });
  expect(order).toEqual(['reset', 'looked at']);
});

test('a body that is larger than anything to say is refused', async () => {
  const answer = await answerTo(JSON.stringify({ token: 't'.repeat(8192) }), async () => ({ status: 204 }));
  expect([answer.statusCode, JSON.parse(answer.body ?? '').detail]).toEqual([
    413,
    'The body may be at most 8192 bytes: send several smaller requests',
  ]);
});
