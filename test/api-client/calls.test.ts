import { expect, test } from '@jest/globals';
import { type ClientOptions, LastcallError, makeLastcallClient } from '../../clients/api/lastcall-client.ts';

/** A client of a server that answers with these, and what it has sent. */
function aClient(
  answers: readonly Response[],
  who: Pick<ClientOptions, 'key' | 'token'> = { key: 'demo:demo-secret' },
) {
  const left = [...answers];
  const sent: Request[] = [];
  let keys = 0;
  const client = makeLastcallClient({
    url: 'https://api.example.com/base/',
    ...who,
    ports: {
      async fetch(request) {
        sent.push(request);
        return left.shift() ?? Response.json({});
      },
      pause: async () => {},
      random: () => 0,
      newIdempotencyKey: () => {
        keys += 1;
        return `key-${keys}`;
      },
    },
  });
  return { client, sent };
}

test('a call goes below the address of the API, with path and query encoded, and the key of the caller', async () => {
  const { client, sent } = aClient([Response.json({ agents: [] })]);
  await client.get('/v1/agents', { query: { status: 'at lunch & away' } });
  await client.get('/v1/agents/{agentId}', { path: { agentId: 'a/b' } });
  expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET https://api.example.com/base/v1/agents?status=at%20lunch%20%26%20away',
    'GET https://api.example.com/base/v1/agents/a%2Fb',
  ]);
  expect(sent[0]?.headers.get('authorization')).toBe(`Basic ${btoa('demo:demo-secret')}`);
});

test('a token is fetched for each call, and nobody sends neither', async () => {
  let tokens = 0;
  const token = async () => {
    tokens += 1;
    return `token-${tokens}`;
  };
  const { client, sent } = aClient([], { token });
  await client.get('/v1/health');
  await client.get('/v1/health');
  expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer token-1', 'Bearer token-2']);
  const stranger = aClient([], {});
  await stranger.client.get('/v1/health');
  expect(stranger.sent[0]?.headers.has('authorization')).toBe(false);
});

const order = { body: { select: { agentIds: ['11'] } } };
const busy = () => new Response(null, { status: 503, headers: { 'retry-after': '1' } });

test('each forced logout has a key of its own, which its repetitions keep, so it is sent again after 503', async () => {
  const { client, sent } = aClient([busy(), Response.json({ results: [] })]);
  await client.post('/v1/force-logouts', order);
  await client.post('/v1/force-logouts', order);
  expect(sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['key-1', 'key-1', 'key-2']);
});

test('a key that the caller gives is kept, and what takes no key gets none', async () => {
  const { client, sent } = aClient([Response.json({}), busy()]);
  await client.post('/v1/force-logouts', { ...order, headers: { 'idempotency-key': 'mine' } });
  const refused = client.post('/v1/agent-imports');
  await expect(refused).rejects.toThrow(LastcallError);
  expect(sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['mine', null]);
});

test('an answer without a body is undefined', async () => {
  const { client } = aClient([new Response(null, { status: 204 })]);
  expect(await client.delete('/v1/agents/{agentId}/session', { path: { agentId: '11' } })).toBeUndefined();
});

const newClient = (options: unknown) => Reflect.apply(makeLastcallClient, undefined, [options]);
const untyped = (client: object, method: string, ...args: readonly unknown[]): Promise<unknown> =>
  Reflect.apply(Reflect.get(client, method), client, args);

test.each([
  [undefined, 'undefined'],
  [{}, 'undefined'],
  [{ url: null }, 'null'],
  [{ url: 5 }, '5'],
  [{ url: '' }, '""'],
  [{ url: 'api.example.com' }, '"api.example.com"'],
  [{ url: 'https://' }, '"https://"'],
  [{ url: 'ftp://api.example.com' }, '"ftp://api.example.com"'],
  [{ url: 'https://api.example.com/?stage=dev' }, '"https://api.example.com/?stage=dev"'],
  [{ url: 'https://api.example.com/#v1' }, '"https://api.example.com/#v1"'],
])('a client with the options %j is refused: the address of the API is missing', (options, shown) => {
  const message = `url must be the address of the API, such as "https://api.example.com"; it is ${shown}`;
  expect(() => newClient(options)).toThrow(new TypeError(message));
});

test.each([undefined, null, 'v1/agents', {}, '/v1/agents/../api-keys', '/v1/agents/.'])(
  'a call of %j is refused, because it is no path',
  async (path) => {
    const { client, sent } = aClient([]);
    await expect(untyped(client, 'get', path)).rejects.toThrow('path must be one of the API');
    await expect(untyped(client, 'get', path)).rejects.toThrow(TypeError);
    expect(sent).toEqual([]);
  },
);

test.each([
  [undefined, 'undefined'],
  [null, 'undefined'],
  [{}, 'undefined'],
  [{ path: {} }, 'undefined'],
  [{ path: { agentID: '11' } }, 'undefined'],
  [{ path: { agentId: null } }, 'null'],
  [{ path: { agentId: '' } }, '""'],
  [{ path: { agentId: '..' } }, '".."'],
  [{ path: { agentId: Number.NaN } }, 'NaN'],
])('a call with %j is refused: a name of its path has no value', async (request, shown) => {
  const { client, sent } = aClient([]);
  const message = `path.agentId of /v1/agents/{agentId} must be a text that names something; it is ${shown}`;
  await expect(untyped(client, 'delete', '/v1/agents/{agentId}', request)).rejects.toThrow(new TypeError(message));
  expect(sent).toEqual([]);
});

test.each([
  [{ path: null }, 'null'],
  [{ path: '11' }, '"11"'],
])('a call with %j is refused: the names have no values', async (request, shown) => {
  const { client, sent } = aClient([]);
  const message = `path of /v1/agents/{agentId} must be an object with the values of its names; it is ${shown}`;
  await expect(untyped(client, 'delete', '/v1/agents/{agentId}', request)).rejects.toThrow(new TypeError(message));
  expect(sent).toEqual([]);
});

test('a number may stand for a name of a path', async () => {
  const { client, sent } = aClient([]);
  await untyped(client, 'get', '/v1/force-logouts/{jobId}', { path: { jobId: 7 } });
  expect(sent.map(({ url }) => url)).toEqual(['https://api.example.com/base/v1/force-logouts/7']);
});

test.each([
  [undefined, 'undefined'],
  ['7', '"7"'],
  [0, '0'],
  [1.5, '1.5'],
])('there is no job %j to wait for', async (jobId, shown) => {
  const { client, sent } = aClient([]);
  const message = `jobId must be the number of a job, such as 7; it is ${shown}`;
  await expect(untyped(client, 'waitForJob', jobId)).rejects.toThrow(new TypeError(message));
  expect(sent).toEqual([]);
});
