import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { credentials, region } from '../../local/aws/account.ts';
import { readApp } from '../../local/aws/app.ts';
import { readCloudAssembly } from '../../local/aws/assembly/cloud-assembly.ts';
import { allows } from '../../local/aws/permissions/policies.ts';
import type { ContactEvent } from '../../local/connect/events/contact-event.ts';
import type { KinesisRecord } from '../../local/connect/events/event-source.ts';
import { serveStandIn } from '../../local/connect/http/stand-in-server.ts';
import { type Centre, ConnectStandIn } from '../../local/connect/stand-in.ts';
import { realTime } from '../../local/connect/time.ts';
import { synthesize } from '../../local/synthesize.ts';
import { forkApp } from '../app/app-processes.ts';
import { compileCache } from '../app/assembly.ts';
import { aFolder } from '../support/a-folder.ts';
import { eventually } from '../support/eventually.ts';
import { type Call, makeCall } from './call-api.ts';

const agentEventStream = 'arn:aws:kinesis:eu-central-1:111122223333:stream/agent-events';

let program: ChildProcess;
let stopStandIn: () => Promise<void>;
let centre: Centre;
let call: Call;
let bus: EventBridgeClient;
let deliver: (records: readonly object[]) => Promise<unknown>;
let statements = new Map<string, Parameters<typeof allows>[0]>();
const records: KinesisRecord[] = [];
const contactEvents: ContactEvent[] = [];
const denied: string[] = [];

beforeAll(async () => {
  const standIn = new ConnectStandIn({
    time: realTime(),
    switches: { eventDelivery: 'inOrder', signInSnapshots: 'null' },
    onContactEvent: (event) => contactEvents.push(event),
    onAgentEvent: (record) => records.push(record),
    isAllowed({ accessKey, action, resource }) {
      const isAllowed = allows(statements.get(accessKey) ?? [], { action, resource });
      if (!isAllowed) denied.push(`${accessKey} ${action} ${resource}`);
      return isAllowed;
    },
  });
  centre = standIn.addInstance({ agentEventStream, users: [{ username: 'ann' }] });
  const { id: instanceId, arns } = centre.instance;
  const { url, stop } = await serveStandIn(standIn, 0);
  stopStandIn = stop;
  const context = {
    amazonConnectArns: [arns.instance],
    amazonConnectContactEvents: true,
    amazonConnectAgentEventStreamArns: [agentEventStream],
  };
  const assembly = await synthesize(process.cwd(), aFolder(), { context });
  const scopes = ['sessions:read', 'sessions:write'] as const;
  const seed = {
    instances: [{ instanceId, keys: [{ keyId: 'connect', secret: 'secret', scopes: [...scopes] }], agents: [] }],
  };
  const environment = { AWS_ENDPOINT_URL_CONNECT: url };
  const run = forkApp({ assembly, compiled: compileCache(), speed: 1, seed, environment });
  program = run.program;
  const app = await run.started;
  const { roles } = readApp(readCloudAssembly(assembly), app.addresses);
  statements = new Map(roles.map(({ functionName, statements: each }) => [functionName, each]));
  bus = new EventBridgeClient({ region, credentials, endpoint: app.addresses.events });
  call = makeCall(app, 'connect:secret');
  const follower = `${app.addresses.lambda}/2015-03-31/functions/lastcall-dev-event-agent-events/invocations`;
  deliver = async (Records) => (await fetch(follower, { method: 'POST', body: JSON.stringify({ Records }) })).json();
}, 60_000);

afterAll(async () => {
  if (!program) return;
  const exit = once(program, 'exit');
  program.disconnect();
  await exit;
  await stopStandIn();
  bus.destroy();
});

/** Nothing looks at everybody here: what is known is known by events. */
const sessionOf = async (agentId: string) => (await call('GET', `/v1/agents/${agentId}`)).session;

test('agents are followed by the records of a stream, and a malformed one is reported alone', async () => {
  const [ann] = centre.instance.directory.users.values();
  const id = ann?.id ?? '';
  centre.agents.signIn(id, 'Available');
  const malformed = { ...records[0], kinesis: { ...records[0]?.kinesis, data: 'AAAA', sequenceNumber: '7' } };
  expect(await deliver([malformed, ...records.splice(0)])).toEqual({ batchItemFailures: [{ itemIdentifier: '7' }] });
  expect(await sessionOf(id)).toMatchObject({ status: 'Available' });

  const [queueId] = centre.instance.directory.queues.keys();
  const { id: contactId } = centre.contacts.begin({ channel: 'VOICE', ...(queueId && { queueId }) });
  centre.contacts.offer(contactId, id);
  centre.contacts.accept(contactId);
  const [, accepted] = records.splice(0);
  await deliver(accepted ? [accepted, accepted] : []);
  expect(await sessionOf(id)).toMatchObject({ status: 'In-call', contacts: [{ contactId }] });

  centre.agents.chooseStatus(id, 'Offline');
  centre.contacts.end(contactId);
  centre.contacts.clear(id, contactId);
  await deliver(records.splice(0).toReversed());
  await eventually(async () => ((await sessionOf(id)) ? undefined : true));
  expect(denied).toEqual([]);
});

test('contacts are followed by events on the default bus', async () => {
  const { id } = centre.addUser({ username: 'ben' });
  centre.agents.signIn(id, 'Available');
  await deliver(records.splice(0));
  const [queueId] = centre.instance.directory.queues.keys();
  const { id: contactId } = centre.contacts.begin({ channel: 'CHAT', ...(queueId && { queueId }) });
  centre.contacts.offer(contactId, id);
  centre.contacts.accept(contactId);
  const put = async () => {
    const Entries = contactEvents.splice(0).map(({ source, resources, detail, ...event }) => {
      return {
        Source: source,
        DetailType: event['detail-type'],
        Resources: [...resources],
        Detail: JSON.stringify(detail),
      };
    });
    await bus.send(new PutEventsCommand({ Entries: Entries.slice(-2) }));
  };
  await put();
  await eventually(async () => ((await sessionOf(id)).status === 'In-chat' ? true : undefined));
  centre.contacts.end(contactId);
  await put();
  await eventually(async () => ((await sessionOf(id)).status === 'Available' ? true : undefined));
  expect(denied).toEqual([]);
});

test('events of an instance that is not driven are passed over', async () => {
  const event = {
    AgentARN: 'arn:aws:connect:eu-central-1:111122223333:instance/11111111-0000-4000-8000-000000000000/agent/a1',
    InstanceARN: 'arn:aws:connect:eu-central-1:111122223333:instance/11111111-0000-4000-8000-000000000000',
    ...{ EventType: 'LOGIN', EventId: 'e1', EventTimestamp: '2026-11-26T09:58:00.010Z', CurrentAgentSnapshot: null },
  };
  const kinesis = {
    data: Buffer.from(JSON.stringify(event)).toString('base64'),
    partitionKey: 'a',
    sequenceNumber: '9',
  };
  expect(await deliver([{ eventID: 's:9', kinesis }])).toEqual({ batchItemFailures: [] });
});
