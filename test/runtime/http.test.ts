import { describe, expect, jest, test } from '@jest/globals';
import { BadCursorError } from '#core/agents/ports.ts';
import { StaleVersionError } from '#core/change.ts';
import { ccai } from '#dialects/ccai/problem.ts';
import { type HttpAnswer, type HttpRequest, RefusedRequest } from '#dialects/http.ts';
import { native } from '#dialects/native/problem.ts';
import type { RouteKey } from '#dialects/route.ts';
import { http } from '#runtime/http.ts';
import { logger } from '#runtime/observe.ts';
import { aCallerRoute, anEvent, answerTo, demoCaller, demoHeader, type Event, handlerOf } from './http-events.ts';

interface Sent {
  body?: string;
  headers?: Record<string, string>;
  base64?: boolean;
  rawQueryString?: string;
  queryStringParameters?: Record<string, string>;
}

const aRequest = ({ body, headers, base64 = false, ...sent }: Sent): Event =>
  anEvent('POST /v1/force-logouts', {
    ...sent,
    headers: { host: 'api.example.com', 'content-type': 'application/json', ...demoHeader, ...headers },
    ...(body !== undefined && { body }),
    isBase64Encoded: base64,
  });

/** Sends a request to a route that does `work`. */
async function send(sent: Sent, work: (request: HttpRequest) => unknown = () => ({ status: 200 }), dialect = native) {
  const handler = handlerOf(aCallerRoute(dialect, async (request) => work(request) as HttpAnswer));
  return answerTo(handler, aRequest(sent));
}

test('a refusal may have headers of its own, besides those of the dialect', async () => {
  const { headers, statusCode } = await send({}, () => {
    throw new RefusedRequest({ type: 'contended' }, { ratelimit: '"default";r=7;t=1' });
  });
  expect(statusCode).toBe(503);
  expect(headers).toMatchObject({ 'retry-after': '1', ratelimit: '"default";r=7;t=1' });
});

describe('the body', () => {
  const read = (sent: Sent) => send(sent, ({ body }) => ({ status: 200, body: { read: body ?? 'nothing' } }));

  test('JSON is read, plain and in base64', async () => {
    expect((await read({ body: '{"a":1}' })).json).toEqual({ read: { a: 1 } });
    expect((await read({ body: Buffer.from('{"a":1}').toString('base64'), base64: true })).json).toEqual({
      read: { a: 1 },
    });
  });

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/merge-patch+json',
  ])('content type %s is JSON', async (type) =>
    expect((await read({ body: '{}', headers: { 'content-type': type } })).statusCode).toBe(200),
  );

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', ''])(
    'content type "%s" is a 415 that names it',
    async (type) => {
      const answer = await read({ body: '{}', headers: { 'content-type': type } });
      expect(answer.statusCode).toBe(415);
      expect(answer.json.detail).toContain('application/json');
    },
  );

  test('no body needs no content type', async () => {
    expect((await read({ headers: { 'content-type': 'text/plain' } })).json).toEqual({ read: 'nothing' });
  });

  test.each(['{', 'hello', '{"a":1,}', "{'a':1}"])(
    'a body that is no JSON (%s) is a 400 that says so',
    async (body) => {
      const answer = await read({ body });
      expect(answer.statusCode).toBe(400);
      expect(JSON.stringify(answer.json)).toContain('not JSON');
    },
  );

  test.each(['{"identifier":"x"}', 'null', 'no JSON', '{"a":1,"a":2}', '\ufffd', 'x'.repeat(3 * 1024 * 1024)])(
    'is not even looked at by a route that ignores it',
    async (body) => {
      const route = aCallerRoute(native, async (request) => ({
        status: 200,
        body: { read: request.body ?? 'nothing' },
      }));
      const event = aRequest({ body, headers: { 'content-type': 'text/plain' } });
      expect((await answerTo(handlerOf({ ...route, ignoresBody: true }), event)).json).toEqual({ read: 'nothing' });
      expect((await answerTo(handlerOf(route), event)).statusCode).toBe(415);
    },
  );

  test('a body over 2 MiB is a 413 that says how large it may be', async () => {
    const answer = await read({ body: `"${'x'.repeat(2 * 1024 * 1024)}"` });
    expect(answer.statusCode).toBe(413);
    expect(JSON.stringify(answer.json)).toContain('2');
  });
});

describe('the answer', () => {
  test('is JSON with Cache-Control: no-store', async () => {
    const answer = await send({}, () => ({ status: 201, body: { a: 1 }, headers: { location: '/x' } }));
    expect(answer).toMatchObject({ statusCode: 201, json: { a: 1 } });
    expect(answer.headers).toEqual({ 'cache-control': 'no-store', 'content-type': 'application/json', location: '/x' });
  });

  test('has no body when the route gives none', async () => {
    const answer = await send({}, () => ({ status: 204 }));
    expect(answer).toMatchObject({ statusCode: 204, headers: { 'cache-control': 'no-store' } });
    expect(answer.body).toBeUndefined();
  });

  test('links lead to the host the caller used', async () => {
    const link = (headers: Record<string, string>) => send({ headers }, ({ url }) => ({ status: 200, body: { url } }));
    expect((await link({})).json.url).toBe('https://api.example.com/v1/force-logouts');
    expect((await link({ host: '127.0.0.1:3000', 'x-forwarded-proto': 'http' })).json.url).toBe(
      'http://127.0.0.1:3000/v1/force-logouts',
    );
  });
});

describe('faults', () => {
  const failing = (error: unknown, dialect = native) => send({}, () => Promise.reject(error), dialect);

  test('a refused request is answered in the shape of the dialect', async () => {
    const refused = new RefusedRequest({ type: 'notFound', message: 'There is no agent 9' });
    expect(await failing(refused)).toMatchObject({ statusCode: 404, json: { status: 404, requestId: 'req-1' } });
    expect(await failing(refused, ccai)).toMatchObject({ statusCode: 404, json: { message: 'There is no agent 9' } });
  });

  test('too many writers on one agent are a 503 that may be tried again', async () => {
    const answer = await failing(new StaleVersionError('v1'));
    expect(answer.statusCode).toBe(503);
    expect(answer.headers).toMatchObject({ 'retry-after': expect.stringMatching(/^[0-9]+$/) });
  });

  test('contention on every agent of a request is a 503 too; with another error among them it is a 500', async () => {
    const stale = new StaleVersionError('v1');
    expect((await failing(new AggregateError([stale, stale]))).statusCode).toBe(503);
    const logged = jest.spyOn(logger, 'error').mockImplementation(() => {});
    expect((await failing(new AggregateError([stale, new Error('no')]))).statusCode).toBe(500);
    logged.mockRestore();
  });

  test('a cursor from elsewhere is a fault of the request', async () => {
    expect(await failing(new BadCursorError())).toMatchObject({
      statusCode: 400,
      json: { errors: [{ path: 'cursor' }] },
    });
  });

  test.each([native, ccai])(
    'the text of an unexpected error is logged with the request, and never leaves',
    async (dialect) => {
      const logged = jest.spyOn(logger, 'error').mockImplementation(() => {});
      const answer = await failing(new Error('password=hunter2'), dialect);
      expect(answer.statusCode).toBe(500);
      expect(JSON.stringify(answer)).not.toContain('hunter2');
      const ids = { requestId: 'req-1', route: 'POST /v1/force-logouts', instanceId: 'demo', callerId: 'demo' };
      expect(logged).toHaveBeenCalledWith('The request failed', { ...ids, error: expect.any(Error) });
      logged.mockRestore();
    },
  );

  test('the log line of a request has its status and ids, also when it failed', async () => {
    const logged = jest.spyOn(logger, 'info').mockImplementation(() => {});
    await failing(new RefusedRequest({ type: 'conflict', message: 'busy' }));
    expect(logged).toHaveBeenCalledWith('request', {
      requestId: 'req-1',
      route: 'POST /v1/force-logouts',
      status: 409,
      instanceId: 'demo',
      callerId: 'demo',
    });
    logged.mockRestore();
  });
});

describe('the query', () => {
  const read = (rawQueryString: string, queryStringParameters: Record<string, string>) =>
    send({ rawQueryString, queryStringParameters }, ({ query }) => ({ status: 200, body: query }));

  test('is read as the gateway decoded it', async () => {
    expect((await read('status=a%2Cb', { status: 'a,b' })).json).toEqual({ status: 'a,b' });
  });

  test('refuses a repeated key', async () => {
    const answer = await read('status=a&status=b&limit=1', { status: 'a,b', limit: '1' });
    expect(answer).toMatchObject({
      statusCode: 400,
      json: { errors: [{ path: 'status', message: 'Must be given once' }] },
    });
  });

  test.each(['status=%FF', 'status=%C3', 'status=a%ED%A0%80', 'limit=1&status=%c3%28'])(
    'refuses percent-encoded bytes that are not UTF-8 (%s)',
    async (query) => {
      expect(await read(query, { status: '\ufffd' })).toMatchObject({
        statusCode: 400,
        json: { errors: [{ path: 'status', message: 'Must be UTF-8, percent-encoded' }] },
      });
    },
  );

  test('a percent sign that begins no byte stands for itself', async () => {
    expect((await read('status=50%&x=%C3%A9', { status: '50%', x: 'é' })).statusCode).toBe(200);
  });
});

describe('a function with several routes', () => {
  const named = (key: RouteKey, name: string) => ({
    ...aCallerRoute(native, async () => ({ status: 200, body: { name } })),
    key,
  });
  const routes = [named('GET /v1/agents', 'list'), named('PUT /v1/agents/{agentId}', 'put')];
  const handler = http(routes, {}, { authenticate: async () => demoCaller });
  const asCaller = { headers: demoHeader };

  test('runs the one that API Gateway has matched', async () => {
    expect((await answerTo(handler, anEvent('PUT /v1/agents/{agentId}', asCaller))).json).toEqual({ name: 'put' });
    expect((await answerTo(handler, anEvent('GET /v1/agents', asCaller))).json).toEqual({ name: 'list' });
  });

  test('answers a key that none of them has as its own fault, and logs it', async () => {
    const logged = jest.spyOn(logger, 'error').mockImplementation(() => {});
    expect((await answerTo(handler, anEvent('GET /v1/unknown', asCaller))).statusCode).toBe(500);
    expect(logged.mock.calls[0]?.[1]).toMatchObject({
      error: { message: 'This function has no route GET /v1/unknown' },
    });
    logged.mockRestore();
  });
});
