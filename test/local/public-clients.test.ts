import { beforeAll, describe, expect, test } from '@jest/globals';
import { realTimeApp } from '../app/running-app.ts';
import { aCentre, type Centre } from './a-centre.ts';
import { agentsOf } from './agents.ts';
import { type Exact, type Received, sendExactly } from './send-exactly.ts';

/** What public clients send, as the pages of the dialects list them. Huawei's have a suite of their own. */

let centre: Centre & ReturnType<typeof agentsOf>;
let exactly: (call: string, exact?: Exact) => Promise<Received>;
let authorization: string;
beforeAll(async () => {
  const own = await aCentre(await realTimeApp(), 'public-clients');
  centre = { ...own, ...agentsOf(own) };
  exactly = sendExactly(own.app.url);
  authorization = `Basic ${btoa(own.key)}`;
});

/** Sends a call with the key of the instance. */
const send = (call: string, { headers, ...exact }: Exact = {}) =>
  exactly(call, { headers: { Authorization: authorization, ...headers }, ...exact });

async function aSignedInAgent(): Promise<string> {
  const agentId = await centre.anAgent();
  await centre.call('PUT', `/v1/agents/${agentId}/session`, {});
  return agentId;
}

describe('clients of NICE CXone', () => {
  test.each<[string, string, Exact]>([
    ['samples in Scala', '/InContactAPI/services/v1.0', { headers: { 'content-type': 'application/json' }, body: '' }],
    [
      'nice-cxone-api for JavaScript',
      '/inContactAPI/services/v3.0',
      { headers: { Accept: 'application/json', CorrelationId: 'corr-1', 'Content-Length': '0' } },
    ],
    [
      'Invoke-RestMethod of PowerShell',
      '/inContactAPI/services/v23.0',
      {
        headers: {
          Accept: 'application/json',
          'Content-Type': 'application/x-www-form-urlencoded',
          'Content-Length': '0',
        },
      },
    ],
    [
      'samples in PHP',
      '/inContactAPI/services/v1.0',
      {
        headers: {
          'Content-Type': 'application/json; charset=UTF-8',
          Accept: 'application/json, text/javascript, */*; q=0.01',
        },
      },
    ],
    [
      'tests in Protractor',
      '/incontactapi/services/v30.0',
      { headers: { 'Content-Type': 'application/json; charset=utf-8' }, body: '{}' },
    ],
  ])('end a session: %s', async (_, base, exact) => {
    const agentId = await aSignedInAgent();
    expect(await send(`POST ${base}/agents/${agentId}/logout`, exact)).toMatchObject({ status: 200, text: '' });
    expect(await centre.call('GET', `/v1/agents/${agentId}`)).toMatchObject({ session: null });
  });

  test('read why a call has failed from JSON', async () => {
    const call = 'POST /inContactAPI/services/v3.0/agents/999999/logout';
    const refused = await send(call, { headers: { Accept: 'application/json' } });
    expect([refused.status, JSON.parse(refused.text)]).toEqual([404, expect.objectContaining({ error: 'not_found' })]);
  });
});

test('a tool for CCAI logs agents out one after the other, and reads JSON from a 200', async () => {
  const agentId = await aSignedInAgent();
  const answer = await send('POST /apps/api/v1/agent_statuses/force_logout', {
    headers: { 'Content-Type': 'application/json', 'Accept-Encoding': 'gzip, deflate', Accept: '*/*' },
    body: `{"agent_ids": [${agentId}]}`,
  });
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toMatchObject([{ agent_id: Number(agentId), current_status: 'Offline' }]);
});

describe('SDKs of AWS', () => {
  const timer = {
    ParticipantRole: 'CUSTOMER',
    TimerType: 'IDLE',
    TimerValue: { ParticipantTimerDurationInMinutes: 5 },
  };
  const body = JSON.stringify({ ChannelConfiguration: { Chat: { ParticipantTimerConfigList: [timer] } } });
  const attempt = { 'amz-sdk-invocation-id': 'c5fc3deb-b672-4654-92ca-d265077259b4', 'amz-sdk-request': 'attempt=1' };

  test.each([
    ['Python', { 'Content-Type': 'application/json', ...attempt }],
    ['C++', { 'content-type': 'application/json', 'x-amz-api-version': '2017-08-08' }],
    ['PHP', { 'Content-Type': 'application/x-amz-json-1.1' }],
    ['any of the first version of the protocol', { 'Content-Type': 'application/x-amz-json-1.0' }],
  ])('set timers: %s', async (language, headers) => {
    const contactId = `timers-${language.length}`;
    await centre.call('PUT', `/v1/chats/${contactId}`, { customer: { displayName: 'Luke' } });
    const call = `PUT /contact/participant-role-config/${centre.instanceId}/${contactId}`;
    expect(await send(call, { headers, body })).toMatchObject({ status: 200, text: '' });
  });

  test('write as participants, with signatures that nobody checks', async () => {
    const chat = await centre.call('PUT', '/v1/chats/sdk', { customer: { displayName: 'Luke' } });
    const as = async (bearer: string, path: string, contentType: string, body: string) => {
      const headers = {
        'X-Amz-Bearer': bearer,
        'Content-Type': contentType,
        Authorization: 'AWS4-HMAC-SHA256 Credential=x',
      };
      const answer = await exactly(`POST /participant/${path}`, { headers: { ...headers, ...attempt }, body });
      return { status: answer.status, ...JSON.parse(answer.text) };
    };
    const json = 'application/json';
    const type = '{"Type": ["CONNECTION_CREDENTIALS"]}';
    const { ConnectionCredentials } = await as(chat.participantToken, 'connection', json, type);
    const token = ConnectionCredentials.ConnectionToken;
    const hello = String.raw`{"ContentType": "text/plain", "Content": "h\u00e9 \ud83d\ude00", "ClientToken": "5332f818"}`;
    expect(await as(token, 'message', 'application/x-amz-json-1.1', hello)).toMatchObject({ status: 200 });
    expect((await as(token, 'transcript', json, '{}')).Transcript[0]).toMatchObject({ Content: 'hé 😀' });
  });
});

describe('clients of the own API', () => {
  const call = 'POST /v1/force-logouts';
  const body = '{"select":{"agentIds":["999999"]},"timing":"immediate"}';

  test.each<[string, Exact]>([
    ['curl with a header', { headers: { 'content-type': 'application/json', Accept: '*/*' }, body }],
    ['HttpClient of .NET', { headers: { 'Content-Type': 'application/json; charset=utf-8' }, body }],
    [
      'a file saved by an editor of Windows',
      { headers: { 'Content-Type': 'application/json' }, body: `\ufeff${body}` },
    ],
  ])('are answered: %s', async (_, exact) => {
    expect(await send(call, exact)).toMatchObject({ status: 200, text: expect.stringContaining('unknownAgent') });
  });

  test.each<[string, number, string, Exact]>([
    [
      'curl -d without a header',
      415,
      'content-type',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body },
    ],
    ['fetch without a header', 415, 'content-type', { headers: { 'content-type': 'text/plain;charset=UTF-8' }, body }],
    [
      'Windows PowerShell, which writes Latin-1',
      400,
      'The body is not UTF-8',
      {
        headers: { 'Content-Type': 'application/json' },
        body: Buffer.from(body.replace('immediate"', 'immediate","reason":"Büro"'), 'latin1'),
      },
    ],
  ])('are told what is wrong: %s', async (_, status, why, exact) => {
    expect(await send(call, exact)).toMatchObject({ status, text: expect.stringContaining(why) });
  });
});

test.each([
  ['GET', 'kube-probe/1.33', expect.stringMatching(/^\{"status":"ok","version":"[\d.]+","backend":"standalone"\}$/)],
  ['HEAD', 'Mozilla/5.0+(compatible; UptimeRobot/2.0)', ''],
])('monitors ask for health without a key, by %s', async (method, agent, text) => {
  const headers = { 'User-Agent': agent, Accept: '*/*', Connection: 'close' };
  expect(await exactly(`${method} /v1/health`, { headers })).toMatchObject({ status: 200, text });
});
