import { expect, test } from '@jest/globals';
import { accessOf, bundled, stacks } from './synthesis.ts';

const { service } = stacks(bundled());

/** A chat is loaded and changed; an alarm is put, and the mark of its shard kept behind it; the instance has texts. */
const change = [
  'Alarms: PutItem',
  'Alarms: UpdateItem',
  'Chats: GetItem',
  'Chats: PutItem',
  'Chats: UpdateItem',
  'Settings: GetItem',
];
const changing = ['ALARMS_TABLE', 'ALARM_QUEUE_URL', 'CHATS_TABLE', 'EVENT_BUS_NAME', 'SETTINGS_TABLE', 'SOCKET_URL'];
const telling = ['events:PutEvents', 'execute-api:ManageConnections', 'sqs:SendMessage'];
const endpointRules = ['PLAIN_WEBHOOKS', 'SETTINGS_TABLE', 'STREAMING_TOPIC_ARNS'];
/** The first pass of an instance makes its key. */
const issuing = ['SigningKeys: GetItem', 'SigningKeys: PutItem'];
const nothing: readonly string[] = [];
const takeToken = 'Limits: UpdateItem';

test.each([
  ['http-start-chat', [...change, ...issuing], telling, [...changing, 'SIGNING_KEYS_TABLE']],
  ['http-get-chat', ['Chats: GetItem'], nothing, ['CHATS_TABLE']],
  ['http-end-chat', change, telling, changing],
  ['http-join-chat', [...change, ...issuing], telling, [...changing, 'SIGNING_KEYS_TABLE']],
  ['http-leave-chat', change, telling, changing],
  ['http-record-activity', change, telling, changing],
  ['http-configure-timers', [...change, takeToken], telling, [...changing, 'LIMITS_TABLE']],
  ['http-update-role-config', [...change, takeToken], telling, [...changing, 'LIMITS_TABLE']],
  ['flow-set-chat-timeouts', change, telling, changing],
  ['http-participant-connection', [...change, ...issuing], telling, [...changing, 'SIGNING_KEYS_TABLE']],
  [
    'http-participant-message',
    [...change, 'Transcripts: GetItem', 'Transcripts: PutItem'],
    telling,
    [...changing, 'TRANSCRIPTS_TABLE'],
  ],
  ['http-participant-event', change, telling, changing],
  [
    'http-participant-transcript',
    ['Chats: GetItem', 'Transcripts/index/byTime: Query'],
    nothing,
    ['CHATS_TABLE', 'TRANSCRIPTS_TABLE'],
  ],
  ['http-participant-disconnect', change, telling, changing],
  ['socket-authorize', ['SigningKeys: GetItem'], nothing, ['SIGNING_KEYS_TABLE']],
  [
    'socket-client',
    [...change, 'Agents: GetItem', 'Agents: PutItem', 'Agents: UpdateItem'],
    telling,
    [...changing, 'AGENTS_TABLE'],
  ],
  ['http-get-chat-settings', ['Settings: GetItem'], nothing, ['SETTINGS_TABLE']],
  ['http-put-chat-settings', ['Settings: PutItem', takeToken], nothing, ['LIMITS_TABLE', 'SETTINGS_TABLE']],
  ['http-list-streaming-endpoints', ['Settings: Query'], nothing, ['SETTINGS_TABLE']],
  ['http-put-streaming-endpoint', ['Settings: Query', 'Settings: UpdateItem'], nothing, endpointRules],
  ['http-delete-streaming-endpoint', ['Settings: DeleteItem'], nothing, ['SETTINGS_TABLE']],
  ['event-stream-chat', ['Settings: Query'], ['sqs:SendMessage'], ['SETTINGS_TABLE', 'STREAM_QUEUE_URL']],
  [
    'queue-deliver-stream',
    ['Chats: GetItem', 'Settings: GetItem'],
    nothing,
    ['CHATS_TABLE', 'SETTINGS_TABLE', 'STREAM_QUEUE_URL'],
  ],
])('%s may do what it needs on tables, %j, beyond them, %j, and knows where', (name, tables, beyond, variables) => {
  expect(accessOf(service, name)).toEqual({
    tables: [...tables].sort(),
    beyond: [...beyond].sort(),
    variables: [...variables].sort(),
  });
});
