import { expect, test } from '@jest/globals';
import { accessOf, bundled, functionOf, stacks } from './synthesis.ts';

const bundles = bundled();
const { service } = stacks(bundles);

/** An agent is loaded, changed, and what happened published and told to the desktop, or else guarded by an alarm. */
const change = ['Agents: GetItem', 'Agents: PutItem', 'Agents: UpdateItem'];
const telling = ['events:PutEvents', 'execute-api:ManageConnections', 'sqs:SendMessage'];
const changing = ['AGENTS_TABLE', 'ALARM_QUEUE_URL', 'EVENT_BUS_NAME', 'SOCKET_URL'];
const nothing: readonly string[] = [];

/** Agents are found by id, by team and by address, and if they are many a job begins. */
const find = ['Agents/index/onlineByAddress: Query', 'Agents: BatchGetItem', 'Agents: Query'];
const startJobs = ['Jobs: GetItem', 'Jobs: PutItem', 'Jobs: UpdateItem'];
const takeToken = 'Limits: UpdateItem';
/** Tokens of sessions are signed with a key that the first of them makes. */
const makeTokens = ['SigningKeys: GetItem', 'SigningKeys: PutItem'];
const forcing = [...changing, 'JOBS_TABLE', 'LIMITS_TABLE', 'LOGOUT_QUEUE_URL'];

test.each([
  ['http-put-agent', [...change, 'Agents: DeleteItem'], telling, changing],
  ['http-get-agent', ['Agents: GetItem'], nothing, ['AGENTS_TABLE']],
  ['http-list-agents', find, nothing, ['AGENTS_TABLE']],
  [
    'http-sign-in',
    [...change, 'Settings: GetItem', ...makeTokens],
    telling,
    [...changing, 'SETTINGS_TABLE', 'SIGNING_KEYS_TABLE'],
  ],
  ['http-heartbeat', change, telling, changing],
  ['http-session-heartbeat', [...change, ...makeTokens], telling, [...changing, 'SIGNING_KEYS_TABLE']],
  ['http-session-leave', [...change, 'SigningKeys: GetItem'], telling, [...changing, 'SIGNING_KEYS_TABLE']],
  [
    'http-session-connection',
    ['Agents: GetItem', ...makeTokens],
    nothing,
    ['AGENTS_TABLE', 'SIGNING_KEYS_TABLE', 'SOCKET_URL'],
  ],
  ['http-get-agent-settings', ['Settings: GetItem'], nothing, ['SETTINGS_TABLE']],
  ['http-put-agent-settings', ['Settings: PutItem'], nothing, ['SETTINGS_TABLE']],
  ['http-change-status', change, telling, changing],
  ['http-sign-out', change, telling, changing],
  ['http-begin-contact', change, telling, changing],
  ['http-end-contact', change, telling, changing],
  ['http-force-logouts', [...change, ...find, ...startJobs, takeToken], telling, forcing],
  [
    'http-ccai-force-logout',
    [...change, ...find, ...startJobs, takeToken],
    telling,
    [...forcing, 'CCAI_DEFERRED_STATUS_CODE'],
  ],
  ['http-nice-logout', [...change, 'Agents: BatchGetItem', takeToken], telling, forcing],
  [
    'http-gateway-sign-in',
    [...change, 'Keys: UpdateItem', 'Settings: GetItem'],
    telling,
    [...changing, 'GATEWAY_INSTANCE_ID', 'KEYS_TABLE', 'SETTINGS_TABLE'],
  ],
  ['http-gateway-sign-out', change, telling, [...changing, 'GATEWAY_INSTANCE_ID']],
  [
    'http-gateway-supervise',
    [...change, 'Settings: GetItem', takeToken],
    telling,
    [...changing, 'GATEWAY_INSTANCE_ID', 'LIMITS_TABLE', 'SETTINGS_TABLE'],
  ],
  ['http-gateway-poll', change, telling, [...changing, 'GATEWAY_INSTANCE_ID']],
  ['http-put-password', ['Keys: PutItem'], nothing, ['KEYS_TABLE']],
  ['http-get-security-profile', ['Settings: GetItem'], nothing, ['SETTINGS_TABLE']],
  ['http-put-security-profile', ['Settings: PutItem'], nothing, ['SETTINGS_TABLE']],
])('%s may do what it needs on tables, %j, beyond them, %j, and knows where', (name, tables, beyond, variables) => {
  expect(accessOf(service, name)).toEqual({
    tables: [...tables].sort(),
    beyond: [...beyond].sort(),
    variables: [...variables].sort(),
  });
});

test('the agent gateway is that of the instance which is chosen for calls that name none', () => {
  const instanceIn = (stack: typeof service) =>
    ['sign-in', 'sign-out', 'supervise', 'poll'].map(
      (call) => functionOf(stack, `http-gateway-${call}`).Properties.Environment.Variables.GATEWAY_INSTANCE_ID,
    );
  expect(instanceIn(service)).toEqual(['', '', '', '']);
  expect(instanceIn(stacks(bundles, { gatewayInstanceId: 'demo' }).service)).toEqual(['demo', 'demo', 'demo', 'demo']);
});
