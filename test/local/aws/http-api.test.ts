import { describe, expect, test } from '@jest/globals';
import { aFunction, anAssembly, anHttpApi } from './an-assembly.ts';
import { aRun } from './runs.ts';

const echo =
  'export const handler = async (event, context) => ({ event, name: context.functionName, greeting: process.env.GREETING });';
const teapot = `export const handler = async () => ({ statusCode: 418, headers: { 'X-Pot': 'tea' }, cookies: ['a=1'], body: 'short and stout' });`;
const broken = `export const handler = async () => { throw new TypeError('no such pot'); };`;
const slow = 'export const handler = () => new Promise(() => setInterval(() => {}, 1000));';

describe('the HTTP API', () => {
  test('a function gets the request in payload format 2.0, and its plain response is the body', async () => {
    const routes = { 'POST /pots/{potId}': 'Echo' };
    const run = await aRun(
      anAssembly(
        {
          S: { Resources: { Echo: aFunction('echo', { GREETING: { Ref: 'AWS::StackName' } }), ...anHttpApi(routes) } },
        },
        { echo },
      ),
    );
    const response = await fetch(`${run.url}/pots/a%20b?size=1&size=2`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: 'x=1; y=2' },
      body: '{"full":true}',
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      name: 'S-Echo',
      greeting: 'S',
      event: {
        version: '2.0',
        routeKey: 'POST /pots/{potId}',
        rawPath: '/pots/a b',
        rawQueryString: 'size=1&size=2',
        queryStringParameters: { size: '1,2' },
        pathParameters: { potId: 'a b' },
        cookies: ['x=1', 'y=2'],
        headers: { 'content-type': 'application/json', 'x-forwarded-for': '127.0.0.1' },
        body: '{"full":true}',
        isBase64Encoded: false,
        requestContext: { http: { method: 'POST', sourceIp: '127.0.0.1' }, stage: '$default' },
      },
    });
  });

  test('a structured response is sent as it is; an error or a timeout is 500, an unknown path 404', async () => {
    const routes = { 'GET /teapot': 'Teapot', 'GET /broken': 'Broken', 'GET /slow': 'Slow' };
    const lines: string[] = [];
    const functions = {
      Teapot: aFunction('teapot'),
      Broken: aFunction('broken'),
      Slow: aFunction('slow', {}, { Timeout: 1 }),
    };
    const run = await aRun(
      anAssembly({ S: { Resources: { ...functions, ...anHttpApi(routes) } } }, { teapot, broken, slow }),
      {
        log: (line) => lines.push(line),
      },
    );
    const [pot, failed, late, nowhere, wrongMethod] = await Promise.all([
      fetch(`${run.url}/teapot`),
      fetch(`${run.url}/broken`),
      fetch(`${run.url}/slow`),
      fetch(`${run.url}/nowhere`),
      fetch(`${run.url}/teapot`, { method: 'PUT' }),
    ]);
    expect(pot.status).toBe(418);
    expect(pot.headers.get('x-pot')).toBe('tea');
    expect(pot.headers.getSetCookie()).toEqual(['a=1']);
    expect(await pot.text()).toBe('short and stout');
    for (const response of [failed, late]) {
      expect(response.status).toBe(500);
      expect(await response.json()).toEqual({ message: 'Internal Server Error' });
    }
    for (const response of [nowhere, wrongMethod]) {
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({ message: 'Not Found' });
    }
    expect(lines.join('\n')).toContain('S-Broken failed: TypeError: no such pot');
    expect(lines.join('\n')).toContain('Task timed out after 1.00 seconds');
  });
});
