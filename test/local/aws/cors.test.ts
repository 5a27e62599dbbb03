import { describe, expect, test } from '@jest/globals';
import { aFunction, anAssembly, anHttpApi } from './an-assembly.ts';
import { aRun } from './runs.ts';

const answer = `export const handler = async () => ({
  statusCode: 201, headers: { 'Access-Control-Allow-Origin': 'https://mine', 'X-Own': 'kept' }, body: '',
});`;

async function aCrossOriginRun(configuration: object, routes: Record<string, string> = { 'POST /chats': 'Answer' }) {
  const { Api, ...rest } = anHttpApi(routes);
  const CorsConfiguration = {
    AllowHeaders: ['content-type', 'x-amz-bearer'],
    AllowMethods: ['POST'],
    ...configuration,
  };
  const Resources = {
    ...rest,
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP', CorsConfiguration } },
    Answer: aFunction('answer'),
  };
  const run = await aRun(anAssembly({ S: { Resources } }, { answer }));
  return async (method: string, path: string, headers: Record<string, string>) => {
    const response = await fetch(`${run.url}${path}`, { method, headers });
    const cors = [...response.headers].filter(([name]) => name.startsWith('access-control-'));
    return { status: response.status, cors: Object.fromEntries(cors), own: response.headers.get('x-own') };
  };
}

const preflight = (origin: string) => ({ origin, 'access-control-request-method': 'POST' });

describe('with CORS configured, API Gateway', () => {
  test('answers a preflight request itself if no route matches it, for any path', async () => {
    const call = await aCrossOriginRun({ AllowOrigins: ['*'], MaxAge: 300, ExposeHeaders: ['x-own'] });
    const cors = {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type,x-amz-bearer',
      'access-control-max-age': '300',
    };
    expect(await call('OPTIONS', '/chats', preflight('https://a.example'))).toMatchObject({ status: 204, cors });
    expect(await call('OPTIONS', '/elsewhere', preflight('https://a.example'))).toMatchObject({ status: 204, cors });
    expect(await call('OPTIONS', '/chats', { origin: 'https://a.example' })).toMatchObject({ status: 404 });
  });

  test('adds its headers to the answer of a route that matches the preflight request, $default included', async () => {
    const call = await aCrossOriginRun({ AllowOrigins: ['*'] }, { $default: 'Answer' });
    expect(await call('OPTIONS', '/chats', preflight('https://a.example'))).toMatchObject({
      status: 201,
      cors: { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'POST' },
    });
  });

  test('replaces the CORS headers of an answer by its own', async () => {
    const call = await aCrossOriginRun({ AllowOrigins: ['*'], ExposeHeaders: ['x-own', 'date'] });
    expect(await call('POST', '/chats', { origin: 'https://a.example' })).toEqual({
      status: 201,
      cors: { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'x-own,date' },
      own: 'kept',
    });
    expect((await call('POST', '/chats', {})).cors).toEqual({});
  });

  test.each([
    ['https://a.example', 'https://a.example'],
    ['http://a.example', undefined],
    ['https://a.example.evil', undefined],
    ['http://localhost:5173', undefined],
    ['app://anything', 'app://anything'],
  ])('allows the origin %s by its name, or sends no header', async (origin, allowed) => {
    const call = await aCrossOriginRun({
      AllowOrigins: ['https://a.example', 'app://anything'],
      AllowCredentials: true,
    });
    const cors = allowed && { 'access-control-allow-origin': allowed, 'access-control-allow-credentials': 'true' };
    expect((await call('POST', '/chats', { origin })).cors).toEqual(cors ?? {});
    expect((await call('OPTIONS', '/chats', preflight(origin))).cors['access-control-allow-origin']).toBe(allowed);
  });

  test('allows origins by their scheme', async () => {
    const call = await aCrossOriginRun({ AllowOrigins: ['https://*'] });
    const originFor = async (origin: string) =>
      (await call('POST', '/chats', { origin })).cors['access-control-allow-origin'];
    expect([await originFor('https://a.example'), await originFor('http://a.example')]).toEqual([
      'https://a.example',
      undefined,
    ]);
  });
});

test('without CORS configured an answer keeps its own headers and a preflight request is an unknown route', async () => {
  const run = await aRun(
    anAssembly(
      { S: { Resources: { Answer: aFunction('answer'), ...anHttpApi({ 'POST /chats': 'Answer' }) } } },
      { answer },
    ),
  );
  const headers = preflight('https://a.example');
  const own = await fetch(`${run.url}/chats`, { method: 'POST', headers });
  expect(own.headers.get('access-control-allow-origin')).toBe('https://mine');
  expect((await fetch(`${run.url}/chats`, { method: 'OPTIONS', headers })).status).toBe(404);
});
