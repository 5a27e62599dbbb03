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
