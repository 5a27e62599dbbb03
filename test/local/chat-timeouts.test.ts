import { ConnectClient } from '@aws-sdk/client-connect';
import { beforeAll, expect, test } from '@jest/globals';
import { credentials, region } from '../../local/aws/account.ts';
import { fastApp, type RunningApp } from '../app/running-app.ts';
import { aCentre } from './a-centre.ts';
import { demoKey } from './call-api.ts';
import { chatsOf } from './chats.ts';
import { connectWithApiKey } from './connect-with-api-key.ts';
import { connectWithIam } from './connect-with-iam.ts';
import { setByFlow, setTimers, timer } from './set-timers.ts';

let app: RunningApp;
let chats: ReturnType<typeof chatsOf>;
beforeAll(async () => {
  app = await fastApp();
  chats = chatsOf(await aCentre(app, 'demo'));
});

const client = (key = demoKey) => connectWithApiKey(app.url, key);

const [idle, disconnect] = [timer('CUSTOMER', 'IDLE', 3), timer('CUSTOMER', 'DISCONNECT_NONCUSTOMER', 2)];
const minutes = 60_000;

const at = 'ChannelConfiguration.Chat.ParticipantTimerConfigList';
const of = '(role CUSTOMER, type IDLE)';
const both = { ...idle, TimerValue: { ParticipantTimerDurationInMinutes: 5, ParticipantTimerAction: 'Unset' } };

test.each([
  ['1 minute', [timer('CUSTOMER', 'IDLE', 1)], `[0].TimerValue: Timer value must be 2 to 480 minutes, got 1 ${of}`],
  [
    '2.5 minutes',
    [timer('CUSTOMER', 'IDLE', 2.5)],
    `[0].TimerValue: Timer value must be a whole number of minutes, 2 to 480, got 2.5 ${of}`,
  ],
  [
    'role SUPERVISOR',
    [timer('SUPERVISOR', 'IDLE', 2)],
    '[0].ParticipantRole: Must be CUSTOMER or AGENT, got "SUPERVISOR"',
  ],
  [
    'both members of the union',
    [both],
    `[0].TimerValue: Timer value must have exactly one of ParticipantTimerDurationInMinutes and ParticipantTimerAction, got both ${of}`,
  ],
  ['a timer twice', [idle, idle], `[1]: Each timer may be named once, but this one is named before ${of}`],
])('the client gets InvalidParameterException for %s', async (_, timers, fault) => {
  await expect(setTimers(client(), 'any', timers)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: `${at}${fault}`,
    $metadata: { httpStatusCode: 400, attempts: 1 },
  });
});

test.each([
  ['AccessDeniedException', 403, 'any', 'demo', 'demo:wrong', 'There is no API key with this id and secret'],
  [
    'ResourceNotFoundException',
    404,
    'any',
    'other',
    demoKey,
    'There is no instance with this id that you may configure',
  ],
  [
    'ResourceNotFoundException',
    404,
    'unknown',
    'demo',
    demoKey,
    'There is no chat with this contact id in your instance: start one with PUT /v1/chats/{contactId}',
  ],
])(
  'the client gets %s (%i) for contact %s of instance %s by key %s',
  async (name, status, contact, instance, key, message) => {
    await expect(setTimers(client(key), contact, [idle], instance)).rejects.toMatchObject({
      name,
      message,
      $metadata: { httpStatusCode: status, attempts: 1 },
    });
  },
);

test('a client that signs requests with IAM sets timers too, if it signs for API Gateway', async () => {
  await chats.start('signed');
  const signing = { region, credentials };
  await setTimers(connectWithIam(app.url, signing), 'signed', [idle]);
  expect((await chats.summary('signed')).stored).toEqual({ CUSTOMER: { IDLE: 3 }, AGENT: {} });

  const forConnect = new ConnectClient({ ...signing, endpoint: `${app.url}/iam` });
  await expect(setTimers(forConnect, 'signed', [idle])).rejects.toMatchObject({
    message: 'Forbidden',
    $metadata: { httpStatusCode: 403 },
  });
});

test('a flow sets timers, which apply when the agent joins', async () => {
  await chats.start('flow');
  expect(await setByFlow(app, 'flow', { customerIdleMinutes: '5', agentDisconnectMinutes: '10.0' })).toEqual({
    outcome: 'configured',
    message: 'The timers apply when the next agent or custom participant joins; those that run stay as they are',
    customerIdleMinutes: '5',
    customerDisconnectMinutes: 'Unset',
    agentIdleMinutes: 'Unset',
    agentDisconnectMinutes: '10',
  });
  expect((await chats.summary('flow')).due).toEqual([]);
  await chats.write('flow', await chats.join('flow'));
  expect((await chats.summary('flow')).due).toHaveLength(2);
});

test.each([
  ['flow', { customerIdleMinutes: '1' }, 'invalidParameter', 'must be 2 to 480 minutes, or Unset, got 1'],
  ['flow', { customerIdelMinutes: '5' }, 'invalidParameter', 'customerIdelMinutes: Unknown key'],
  ['flow', {}, 'nothingToDo', 'No timer was named'],
  ['unknown', { customerIdleMinutes: '5' }, 'chatNotFound', 'There is no chat with this contact id'],
])('a flow about chat %s with %j gets the outcome %s', async (contactId, parameters, outcome, message) => {
  expect(await setByFlow(app, contactId, parameters)).toEqual({
    outcome,
    message: expect.stringContaining(message),
  });
});

test("timers set by Amazon Connect's own client fire once each and never early, and a message moves them", async () => {
  const customer = await chats.start('silent');
  await setTimers(client(), 'silent', [idle, disconnect]);
  await chats.join('silent');

  const [first = 0] = (await chats.summary('silent')).due;
  await chats.write('silent', customer);
  const [moved = 0] = (await chats.summary('silent')).due;
  expect(moved).toBeGreaterThan(first);

  const customerIsIdle = () => chats.whenTimerFires('silent', ({ idle }) => idle.includes('CUSTOMER'));
  expect((await customerIsIdle()).connected).toEqual(['CUSTOMER', 'AGENT']);
  await chats.write('silent', customer);
  expect((await chats.summary('silent')).idle).toEqual([]);
  await customerIsIdle();
  const left = await chats.whenTimerFires('silent', ({ connected }) => !connected.includes('AGENT'));
  expect(left.connected).toEqual(['CUSTOMER']);
  expect(left.due).toEqual([]);

  const events = await chats.finish('silent');
  expect(events.map(({ what }) => what)).toEqual([
    'ChatStarted',
    'ParticipantJoined CUSTOMER',
    'TimersConfigured',
    'ParticipantJoined AGENT',
    'ParticipantWentIdle CUSTOMER',
    'ParticipantReturned CUSTOMER',
    'ParticipantWentIdle CUSTOMER',
    'ParticipantsDisconnected',
    'ChatEnded',
  ]);
  const [, , , , firstIdle, returned, secondIdle, disconnected] = events.map(({ at }) => at);
  expect(firstIdle).toBeGreaterThanOrEqual(moved);
  expect(secondIdle).toBeGreaterThanOrEqual(Number(returned) + 3 * minutes);
  expect(disconnected).toBeGreaterThanOrEqual(Number(returned) + 5 * minutes);
});
