import { createServer } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import { close, listen } from '../../local/aws/http-server.ts';
import { type Driven, driveConnect } from '../../local/drive-connect.ts';
import { readSeed } from '../../local/seed.ts';

const instanceId = '8a6e3c52-1111-4c3b-9d2e-5b7a9c0d1e2f';
const instanceArn = `arn:aws:connect:eu-central-1:111122223333:instance/${instanceId}`;

/** The functions are deployed with a stream, so that events may be put on them. */
const agentEventStream = 'arn:aws:kinesis:eu-central-1:111122223333:stream/agent-events';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

/** The requests to an API that has nothing else to do. */
async function anApi() {
  const requests: (readonly [string | undefined, string | undefined, string | undefined])[] = [];
  const server = createServer(({ method, url, headers }, response) => {
    requests.push([method, url, headers.authorization]);
    response.writeHead(202).end('{}');
  });
  const url = await listen(server, 0, 'the API');
  stops.push(() => close(server));
  return { url, requests };
}

async function driven(settings: Partial<Parameters<typeof driveConnect>[0]>): Promise<Driven> {
  const made = await driveConnect({ seed: readSeed(), port: 0, speed: 1, endpoint: undefined, ...settings });
  stops.push(() => made.stop());
  return made;
}

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

test('the agents of the stand-in are imported at the start, with its own key or one of the seed', async () => {
  const api = await anApi();
  await (await driven({})).importAgents(api);
  const scopes = ['sessions:read', 'sessions:write'] as const;
  const instance = {
    ...{ instanceId, agents: [], connect: { instanceArn, agentIds: 'username' as const } },
    keys: [
      { keyId: 'reader', secret: 'r', scopes: [scopes[0]] },
      { keyId: 'writer', secret: 'w', scopes: [...scopes] },
    ],
  };
  const named = await driven({ seed: { instances: [instance] } });
  expect(named.settings.context).toMatchObject({ amazonConnectAgentIds: 'username', amazonConnectArns: [instanceArn] });
  await named.importAgents(api);
  const [reader] = instance.keys;
  await (await driven({ seed: { instances: [{ ...instance, keys: reader ? [reader] : [] }] } })).importAgents(api);
  expect(api.requests).toEqual([
    ['POST', '/v1/agent-imports', basic('connect:connect-secret')],
    ['POST', '/v1/agent-imports', basic('writer:w')],
  ]);
});

test('nothing is imported by itself from another endpoint', async () => {
  const api = await anApi();
  const seed = { instances: [{ instanceId, agents: [], connect: { instanceArn }, keys: [] }] };
  await (await driven({ seed, endpoint: 'http://127.0.0.1:1' })).importAgents(api);
  expect(api.requests).toEqual([]);
});

const endpoint = 'http://127.0.0.1:1';

const contextOf = async (connect: object) => {
  const seed = { instances: [{ instanceId, keys: [], agents: [], connect: { instanceArn, ...connect } }] };
  const { settings } = await driveConnect({ seed, port: 0, speed: 1, endpoint });
  return settings.context;
};

test('the instance that a seed names is driven as the seed says', async () => {
  const usual = {
    amazonConnectArns: [instanceArn],
    amazonConnectAgentEventStreamArns: [agentEventStream],
    amazonConnectContactEvents: true,
    amazonConnectPollSeconds: 15,
  };
  expect(await contextOf({})).toEqual(usual);
  expect(await contextOf({ teams: 'routingProfiles', pollSeconds: 30, chatTimers: 'lastcall' })).toEqual({
    ...usual,
    amazonConnectTeams: ['routingProfiles'],
    amazonConnectPollSeconds: 30,
    amazonConnectChatTimers: 'lastcall',
  });
  expect(await contextOf({ chatTimers: 'native' })).toEqual(usual);
});

test('several instances that a seed names are driven each as the seed says', async () => {
  const other = instanceArn.replace(instanceId, '11111111-2222-3333-4444-555555555555');
  const instances = [
    { instanceId, keys: [], agents: [], connect: { instanceArn } },
    {
      instanceId: '11111111-2222-3333-4444-555555555555',
      ...{ keys: [], agents: [] },
      connect: { instanceArn: other, teams: 'routingProfiles', agentIds: 'username', pollSeconds: 30 } as const,
    },
  ];
  const { settings } = await driveConnect({ seed: { instances }, port: 0, speed: 1, endpoint });
  expect(settings.context).toEqual({
    amazonConnectInstances: [
      { arn: instanceArn, pollSeconds: 15 },
      { arn: other, teams: 'routingProfiles', agentIds: 'username', pollSeconds: 30 },
    ],
    amazonConnectContactEvents: true,
    amazonConnectAgentEventStreamArns: [agentEventStream],
  });
});
