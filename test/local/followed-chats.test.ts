import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { accountId, credentials, region } from '../../local/aws/account.ts';
import { readApp } from '../../local/aws/app.ts';
import { readCloudAssembly } from '../../local/aws/assembly/cloud-assembly.ts';
import { allows } from '../../local/aws/permissions/policies.ts';
import { serveStandIn } from '../../local/connect/http/stand-in-server.ts';
import { type Centre, ConnectStandIn } from '../../local/connect/stand-in.ts';
import { realTime } from '../../local/connect/time.ts';
import { publishChat } from '../../local/drive-connect.ts';
import type { Seed } from '../../local/seed.ts';
import { synthesize } from '../../local/synthesize.ts';
import { forkApp } from '../app/app-processes.ts';
import { compileCache } from '../app/assembly.ts';
import { aFolder } from '../support/a-folder.ts';
import { eventually } from '../support/eventually.ts';
import { type Call, makeCall } from './call-api.ts';
import { flowEvent, invokeByFlow } from './invoke-by-flow.ts';

/** Two minutes are six seconds: at a higher speed a cold function would be minutes late. */
const speed = 20;

let program: ChildProcess;
let stopStandIn: () => Promise<void>;
let standIn: ConnectStandIn;
let centre: Centre;
let topics: SNSClient;
let call: Call;
let setByFlow: (contactId: string, parameters: object) => Promise<unknown>;
let statements = new Map<string, Parameters<typeof allows>[0]>();
const denied: string[] = [];

beforeAll(async () => {
  standIn = new ConnectStandIn({
    time: realTime(speed),
    // Chats are streamed to topics of the same region only.
    region,
    account: accountId,
    isAllowed({ accessKey, action, resource }) {
      const isAllowed = allows(statements.get(accessKey) ?? [], { action, resource });
      if (!isAllowed) denied.push(`${accessKey} ${action} ${resource}`);
      return isAllowed;
    },
    onChatNotification: (notification) => void publishChat(topics, notification),
  });
  centre = standIn.addInstance({ users: [{ username: 'ann' }] });
  const { id: instanceId, arns } = centre.instance;
  const { url, stop } = await serveStandIn(standIn, 0);
  stopStandIn = stop;
  const context = { amazonConnectArns: [arns.instance], amazonConnectChatTimers: 'lastcall' };
  const assembly = await synthesize(process.cwd(), aFolder(), { context });
  const keys: Seed['instances'][number]['keys'] = [{ keyId: 'connect', secret: 'secret', scopes: ['sessions:read'] }];
  const seed = { instances: [{ instanceId, keys, agents: [] }] };
  const run = forkApp({
    assembly,
    compiled: compileCache(),
    speed,
    seed,
    environment: { AWS_ENDPOINT_URL_CONNECT: url },
  });
  program = run.program;
  const app = await run.started;
  topics = new SNSClient({ region, credentials, endpoint: app.addresses.sns });
  const { roles } = readApp(readCloudAssembly(assembly), app.addresses);
  statements = new Map(roles.map(({ functionName, statements: each }) => [functionName, each]));
  call = makeCall(app, 'connect:secret');
  const event = (contactId: string, parameters: object) => flowEvent(contactId, parameters, instanceId);
  setByFlow = (contactId, parameters) => invokeByFlow(app, 'flow-set-chat-timeouts', event(contactId, parameters));
}, 60_000);

afterAll(async () => {
  const exit = once(program, 'exit');
  program.disconnect();
  await exit;
  await stopStandIn();
  topics.destroy();
});

const chat = (contactId: string) => call('GET', `/v1/chats/${contactId}`);

test('the timers that a flow sets run for a chat of Amazon Connect, which they end', async () => {
  const { contacts, messages, instance } = centre;
  const [agent] = instance.directory.users.values();
  const { id: contactId } = contacts.begin({ channel: 'CHAT' });
  const parameters = { customerIdleMinutes: '2', customerDisconnectMinutes: '2' };
  expect(await setByFlow(contactId, parameters)).toMatchObject({ outcome: 'configured', agentIdleMinutes: 'Unset' });
  contacts.offer(contactId, agent?.id ?? '');
  contacts.accept(contactId);
  const areIdle = async (expected: boolean) => {
    const { participants } = await chat(contactId);
    return participants.some(({ idle }: { idle: boolean }) => idle) === expected || undefined;
  };
  await eventually(() => areIdle(true));
  messages.say(contactId, 'CUSTOMER', 'Hello');
  await eventually(() => areIdle(false));
  expect(instance.contact(contactId).disconnectedAt).toBeUndefined();
  const over = await eventually(async () => {
    const shown = await chat(contactId);
    return shown.state === 'ended' ? shown : undefined;
  });
  expect(over).toMatchObject({ cause: 'ended' });
  await eventually(() => instance.contact(contactId).disconnectedAt);
  expect(standIn.calls.filter(({ operation }) => operation === 'StopContact')).toMatchObject([
    { input: { InstanceId: instance.id, ContactId: contactId }, status: 200 },
  ]);
  expect(denied).toEqual([]);
}, 60_000);
