import { describe, expect, test } from '@jest/globals';
import { streamingEndpointRoutes } from '#dialects/native/streaming-endpoints.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, aRequest } from '../requests.ts';

const path = { endpointId: 'crm' };
const arn = 'arn:aws:sns:us-east-1:111111111111:chats';
const rules = { topicArns: [arn], plainWebhooks: false };
const routes = streamingEndpointRoutes(rules);
const putEndpoint = (allowed = rules) =>
  routeOf(streamingEndpointRoutes(allowed), 'PUT /v1/streaming-endpoints/{endpointId}');
const listEndpoints = routeOf(routes, 'GET /v1/streaming-endpoints');
const removeEndpoint = routeOf(routes, 'DELETE /v1/streaming-endpoints/{endpointId}');

const put = (body: unknown, allowed = rules) => callOf(putEndpoint(allowed), aRequest({ path, body }));
const ofEndpoint = { instanceId: 'demo', endpointId: 'crm' };
const secret = 'c2VjcmV0';

describe('a streaming endpoint', () => {
  test('is a webhook', async () => {
    const url = 'https://crm.example.com:8443/chats?key=a%20b';
    expect(await put({ url })).toEqual({
      useCase: 'putEndpoint',
      args: [{ ...ofEndpoint, events: ['chats'], target: { type: 'webhook', url } }],
    });
    expect((await put({ url: 'HTTPS://CRM.example.com' })).args).toEqual([
      { ...ofEndpoint, events: ['chats'], target: { type: 'webhook', url: 'https://crm.example.com/' } },
    ]);
    const longest = await put({ url: `https://crm.example.com/${'x'.repeat(2_024)}` });
    expect(longest.args[0]).toMatchObject({ target: { type: 'webhook' } });
  });

  test.each([
    '127.0.0.1',
    '127.255.0.1',
    '2130706433',
    '0x7f.1',
    '0.0.0.0',
    '10.0.0.1',
    '10.0.0.1.',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '[::]',
    '[::1]',
    '[::ffff:10.0.0.1]',
    '[::10.0.0.1]',
    '[64:ff9b::10.0.0.1]',
    '[2002:a00:1::]',
    '[fe80::1]',
    '[fd00:ec2::254]',
    '[ff02::1]',
    'localhost',
    'LOCALHOST',
    'localhost.',
    'crm.localhost',
    'metadata.google.internal',
    'crm.internal.',
    'printer.local',
  ])('does not lead to %s, unless the deployment allows it', async (host) => {
    const url = `https://${host}:8443/chats`;
    expect(await faultsOf(put({ url }))).toEqual([
      {
        path: 'url',
        message:
          'Must lead to a public host: neither an address of a private, local or reserved range nor localhost or a name that ends in .localhost, .internal or .local',
      },
    ]);
    const plain = await put({ url }, { ...rules, plainWebhooks: true });
    expect(plain.args[0]).toMatchObject({ target: { type: 'webhook' } });
  });

  test.each([
    '8.8.8.8',
    '172.15.0.1',
    '172.32.0.1',
    '[2a00:1450:4001::8]',
    '[::ffff:8.8.8.8]',
    'localhost.example.com',
    'mylocal',
    'internal.example.com',
    'notlocalhost',
  ])('may lead to %s', async (host) => {
    expect((await put({ url: `https://${host}/` })).args[0]).toMatchObject({ target: { type: 'webhook' } });
  });

  test('is a topic that the deployment names', async () => {
    expect((await put({ topicArn: arn })).args).toEqual([
      { ...ofEndpoint, events: ['chats'], target: { type: 'topic', arn } },
    ]);
  });

  test('may be http where the deployment allows it', async () => {
    const url = 'http://127.0.0.1:4000/';
    const plain = { ...rules, plainWebhooks: true };
    expect((await put({ url }, plain)).args).toEqual([
      { ...ofEndpoint, events: ['chats'], target: { type: 'webhook', url } },
    ]);
    expect(await faultsOf(put({ url: 'ftp://127.0.0.1/' }, plain))).toEqual([
      {
        path: 'url',
        message: 'Must be an https:// or http:// URL of at most 2048 characters, in ASCII, got 16 characters',
      },
    ]);
  });

  const aUrl = 'Must be an https:// URL of at most 2048 characters, in ASCII';
  const exactlyOne = 'Must have exactly one of url and topicArn';
  const named = 'Must be the ARN of one of the topics that this deployment names for streaming';
  test.each<[unknown, string, string]>([
    [undefined, '', 'Must be an object with url, topicArn, events, but is missing'],
    [{}, '', `${exactlyOne}, got neither`],
    [{ url: 'https://a.example/', topicArn: arn }, '', `${exactlyOne}, got both`],
    [{ url: 'http://crm.example.com/' }, 'url', `${aUrl}, got 23 characters`],
    [{ url: 'crm.example.com' }, 'url', `${aUrl}, got 15 characters`],
    [{ url: 'https://' }, 'url', `${aUrl}, got 8 characters`],
    [{ url: 'https:crm.example.com' }, 'url', `${aUrl}, got 21 characters`],
    [{ url: ' https://crm.example.com' }, 'url', `${aUrl}, got 24 characters`],
    [{ url: 'https://crm.example.com/a b' }, 'url', `${aUrl}, got 27 characters`],
    [{ url: 'https://crm.exämple.com/' }, 'url', `${aUrl}, got 24 characters`],
    [{ url: 'https://crm.example.com:99999/' }, 'url', `${aUrl}, got 30 characters`],
    [{ url: `https://crm.example.com/${'x'.repeat(2_025)}` }, 'url', `${aUrl}, got 2049 characters`],
    [{ url: `https://crm.example.com/${'"'.repeat(1_000)}` }, 'url', `${aUrl}, got 1024 characters`],
    [{ url: '' }, 'url', `${aUrl}, got 0 characters`],
    [{ url: 5 }, 'url', `${aUrl}, got a number`],
    [{ url: null }, 'url', `${aUrl}, got null`],
    [
      { url: 'https://user:password@crm.example.com/' },
      'url',
      'Must have no user name and no password: deliveries are signed instead',
    ],
    [{ url: 'https://crm.example.com/#top' }, 'url', 'Must have no fragment (#…): it would not be sent'],
    [{ topicArn: `${arn}2` }, 'topicArn', named],
    [{ topicArn: [arn] }, 'topicArn', named],
    [{ url: 'https://a.example/', secret: 's' }, 'secret', 'Unknown key; known are url, topicArn, events'],
  ])('cannot be %j', async (body, at, message) => {
    expect(await faultsOf(put(body))).toEqual([{ path: at, message }]);
  });

  test.each([
    [['jobs'], ['jobs']],
    [
      ['jobs', 'chats'],
      ['jobs', 'chats'],
    ],
    [['jobs', 'jobs'], ['jobs']],
  ])('gets the events that it chooses: %j', async (events, chosen) => {
    expect((await put({ topicArn: arn, events })).args).toMatchObject([{ events: chosen }]);
  });

  const ofKinds = 'Must be a list of at most 2 kinds of events, chats and jobs';
  test.each<[unknown, string, string]>([
    [[], 'events', 'Must have at least one of chats and jobs, or be left out'],
    ['jobs', 'events', `${ofKinds}, got "jobs"`],
    [null, 'events', `${ofKinds}, got null`],
    [{ jobs: true }, 'events', `${ofKinds}, got an object`],
    [['chats', 'jobs', 'agents'], 'events', `${ofKinds}, got a list of 3`],
    [['Jobs'], 'events[0]', 'Must be chats or jobs, got "Jobs"'],
    [['chats', 'job'], 'events[1]', 'Must be chats or jobs, got "job"'],
    [['chats', 5], 'events[1]', 'Must be chats or jobs, got 5'],
    [['chats', null], 'events[1]', 'Must be chats or jobs, got null'],
  ])('cannot get the events %j', async (events, at, message) => {
    expect(await faultsOf(put({ topicArn: arn, events }))).toEqual([{ path: at, message }]);
  });

  test('is told of every fault at once', async () => {
    expect(await faultsOf(put({ url: 5, events: ['job'] }))).toMatchObject([{ path: 'url' }, { path: 'events[0]' }]);
    expect(await faultsOf(put({ events: ['job'] }))).toMatchObject([{ path: 'events[0]' }, { path: '' }]);
  });

  test('cannot be a topic where the deployment names none', async () => {
    expect(await faultsOf(put({ topicArn: arn }, { ...rules, topicArns: [] }))).toEqual([
      {
        path: 'topicArn',
        message: 'Must be left out: this deployment names no topics for streaming, so give a url',
      },
    ]);
  });

  test.each(['', 'a/b', 'a#b', 'x'.repeat(65)])('cannot have the id %j', async (endpointId) => {
    const request = aRequest({ path: { endpointId }, body: { topicArn: arn } });
    expect(await faultsOf(callOf(putEndpoint(), request))).toMatchObject([{ path: 'endpointId' }]);
  });
});

describe('the answer', () => {
  const webhook = {
    ...ofEndpoint,
    events: ['chats'],
    target: { type: 'webhook', url: 'https://crm.example.com/' },
    secret,
  };
  const topic = { ...ofEndpoint, endpointId: 'bi', events: ['jobs', 'chats'], target: { type: 'topic', arn }, secret };
  const answerPut = (outcome: unknown) => answerOf(putEndpoint(), outcome, aRequest({ path, body: { topicArn: arn } }));

  test('to a new endpoint has the secret', async () => {
    expect(await answerPut({ type: 'done', endpoint: webhook })).toEqual({
      status: 200,
      body: { endpointId: 'crm', url: 'https://crm.example.com/', events: ['chats'], secret: 'whsec_c2VjcmV0' },
    });
    expect((await answerPut({ type: 'done', endpoint: topic })).body).toEqual({
      endpointId: 'bi',
      topicArn: arn,
      events: ['jobs', 'chats'],
      secret: 'whsec_c2VjcmV0',
    });
  });

  test('to one endpoint too many says what to do', async () => {
    expect(await refusalOf(answerPut({ type: 'tooManyEndpoints' }))).toEqual({
      type: 'conflict',
      message: 'Your instance has 5 streaming endpoints, and no more are taken: delete one first',
    });
  });

  test('to a list has no secrets', async () => {
    expect(await callOf(listEndpoints, aRequest())).toEqual({ useCase: 'listEndpoints', args: ['demo'] });
    expect(await answerOf(listEndpoints, [webhook, topic], aRequest())).toEqual({
      status: 200,
      body: {
        endpoints: [
          { endpointId: 'crm', url: 'https://crm.example.com/', events: ['chats'] },
          { endpointId: 'bi', topicArn: arn, events: ['jobs', 'chats'] },
        ],
      },
    });
  });

  test('to a deletion is the same whether there was an endpoint or not, because the first answer may be lost', async () => {
    expect(await callOf(removeEndpoint, aRequest({ path }))).toEqual({
      useCase: 'removeEndpoint',
      args: ['demo', 'crm'],
    });
    expect(await answerOf(removeEndpoint, undefined, aRequest({ path }))).toEqual({ status: 204 });
  });
});

test.each(routes.map(({ key }) => [key]))('%s needs the scope to administer keys', async (key) => {
  const caller = aCaller('timers:configure', 'chats:write', 'sessions:read');
  expect(await refusalOf(callOf(routeOf(routes, key), aRequest({ caller, path })))).toEqual({
    type: 'forbidden',
    scope: 'keys:admin',
  });
});
