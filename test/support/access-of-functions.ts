// What every function may do. The tests of grants hold the synthesized stacks to it, and the fault matrix lets each of these
// dependencies fail in turn.

/** An agent is changed; its events are published and its desktop notified, or a wake-up does both later. */
const changeAgents = {
  tables: ['Agents: GetItem', 'Agents: PutItem', 'Agents: UpdateItem'],
  beyond: ['WakeUpQueue: SendMessage', 'events:PutEvents', 'execute-api:ManageConnections'],
  variables: ['AGENTS_TABLE', 'EVENT_BUS_NAME', 'SOCKET_URL', 'WAKE_UP_QUEUE_URL'],
};

/** Agents are found by id, by team and by IP address. */
export const findAgents = ['Agents/index/onlineByAddress: Query', 'Agents: BatchGetItem', 'Agents: Query'];

/** A chat is changed; a wake-up is added to its bucket and the cursor of the shard kept behind it; the instance has texts. */
const changeChats = {
  tables: [
    'Chats: GetItem',
    'Chats: PutItem',
    'Chats: UpdateItem',
    'Settings: GetItem',
    'WakeUps: PutItem',
    'WakeUps: UpdateItem',
  ],
  beyond: changeAgents.beyond,
  variables: ['CHATS_TABLE', 'EVENT_BUS_NAME', 'SETTINGS_TABLE', 'SOCKET_URL', 'WAKE_UPS_TABLE', 'WAKE_UP_QUEUE_URL'],
};

const workJobs = ['Jobs: GetItem', 'Jobs: PutItem', 'Jobs: Query', 'Jobs: UpdateItem'];

/** Whoever issues the first tokens to others makes the keys that they are signed with, and new ones when they are old. */
const issueTokens = ['SigningKeys: GetItem', 'SigningKeys: PutItem'];

/** Whoever shows a token of an instance before one is issued finds its key there. */
const useTokens = 'SigningKeys: GetItem';

/** Callers show their key. */
const identifyCallers = 'Keys: GetItem';

const countRequests = 'Limits: UpdateItem';
const nothing: readonly string[] = [];

/** The access of one function: on tables, beyond them, and the variables that say where things are. */
type Row = readonly [file: string, tables: readonly string[], beyond: readonly string[], variables: readonly string[]];

/** The access of each function. */
export const accessOfFunctions: readonly Row[] = [
  // Callers with a key.
  [
    'http-agents',
    [
      ...changeAgents.tables,
      ...findAgents,
      'Agents/index/bySortKey: Query',
      'Agents: DeleteItem',
      'Keys: DeleteItem',
      'Limits/index/byGuessed: Query',
      'Limits: DeleteItem',
      'Settings: GetItem',
      'Supervisors: DeleteItem',
      'Supervisors: PutItem',
      'Supervisors: Query',
      'Supervisors: UpdateItem',
      ...issueTokens,
      identifyCallers,
    ],
    changeAgents.beyond,
    [
      ...changeAgents.variables,
      'KEYS_TABLE',
      'LIMITS_TABLE',
      'MAKES_SIGNING_KEYS',
      'SETTINGS_TABLE',
      'SIGNING_KEYS_TABLE',
      'SUPERVISORS_TABLE',
      'TRUSTED_PROXIES',
    ],
  ],
  [
    'http-logouts',
    [
      ...changeAgents.tables,
      ...findAgents,
      ...workJobs,
      'Audit/index/byAgent: Query',
      'Audit/index/byJob: Query',
      'Audit: Query',
      'Jobs: BatchGetItem',
      identifyCallers,
      'Limits: GetItem',
      countRequests,
      'WakeUps: PutItem',
      'WakeUps: UpdateItem',
    ],
    [...changeAgents.beyond, 'LogoutQueue: SendMessage'],
    [
      ...changeAgents.variables,
      'AUDIT_TABLE',
      'CCAI_DEFERRED_STATUS_CODE',
      'PUBLIC_URL',
      'JOBS_TABLE',
      'KEYS_TABLE',
      'LIMITS_TABLE',
      'LOGOUT_QUEUE_URL',
      'RESULT_DAYS',
      'TRUSTED_PROXIES',
      'WAKE_UPS_TABLE',
    ],
  ],
  [
    'http-chats',
    [
      ...changeAgents.tables,
      ...changeChats.tables,
      'Chats: BatchGetItem',
      'Chats: Query',
      ...issueTokens,
      identifyCallers,
      countRequests,
    ],
    changeChats.beyond,
    [
      'AGENTS_TABLE',
      'CHAT_DAYS',
      ...changeChats.variables,
      'KEYS_TABLE',
      'LIMITS_TABLE',
      'MAKES_SIGNING_KEYS',
      'SIGNING_KEYS_TABLE',
    ],
  ],
  [
    'http-settings',
    [
      'Settings: DeleteItem',
      'Settings: GetItem',
      'Settings: Query',
      'Settings: UpdateItem',
      identifyCallers,
      'Keys: BatchGetItem',
      'Keys: DeleteItem',
      'Keys: PutItem',
      'Keys: UpdateItem',
      countRequests,
    ],
    nothing,
    ['KEYS_TABLE', 'LIMITS_TABLE', 'PLAIN_WEBHOOKS', 'SETTINGS_TABLE', 'STREAMING_TOPIC_ARNS'],
  ],

  // Strangers.
  [
    'http-participants',
    [
      ...changeChats.tables,
      useTokens,
      'Transcripts/index/byTime: Query',
      'Transcripts: GetItem',
      'Transcripts: PutItem',
    ],
    changeChats.beyond,
    [...changeChats.variables, 'SIGNING_KEYS_TABLE', 'TRANSCRIPTS_TABLE', 'TRANSCRIPT_DAYS'],
  ],
  [
    'http-desktops',
    [...changeAgents.tables, useTokens, countRequests],
    changeAgents.beyond,
    [...changeAgents.variables, 'LIMITS_TABLE', 'SIGNING_KEYS_TABLE', 'THROTTLE', 'TRUSTED_PROXIES'],
  ],
  [
    'http-huawei',
    [...changeAgents.tables, 'Keys: GetItem', 'Settings: GetItem', 'Limits: GetItem', countRequests],
    changeAgents.beyond,
    [
      ...changeAgents.variables,
      'HUAWEI_HELD_POLLS',
      'HUAWEI_INSTANCE_ID',
      'KEYS_TABLE',
      'LIMITS_TABLE',
      'SETTINGS_TABLE',
      'THROTTLE',
      'TRUSTED_PROXIES',
    ],
  ],
  ['http-open', nothing, nothing, nothing],
  ['socket-authorize', ['SigningKeys: GetItem'], nothing, ['SIGNING_KEYS_TABLE']],
  [
    'socket-client',
    [
      ...changeAgents.tables,
      ...changeChats.tables,
      'Keys: GetItem',
      'Supervisors/index/byTime: Query',
      'Supervisors: DeleteItem',
      'Supervisors: Query',
      'Supervisors: UpdateItem',
    ],
    changeChats.beyond,
    [...changeChats.variables, 'AGENTS_TABLE', 'KEYS_TABLE', 'SUPERVISORS_TABLE'],
  ],

  // Workers, events, schedules and flows.
  [
    'queue-logout-work',
    [...changeAgents.tables, ...findAgents, ...workJobs],
    [...changeAgents.beyond, 'LogoutQueue: SendMessage'],
    [...changeAgents.variables, 'JOBS_TABLE', 'LOGOUT_ATTEMPTS', 'LOGOUT_QUEUE_URL', 'RESULT_DAYS'],
  ],
  [
    'queue-wake-up',
    [
      ...changeAgents.tables,
      ...changeChats.tables,
      ...findAgents,
      'Jobs: GetItem',
      'Jobs: PutItem',
      'Jobs: Query',
      'Jobs: UpdateItem',
      'Limits: GetItem',
    ],
    [...changeChats.beyond, 'LogoutQueue: SendMessage'],
    [...changeChats.variables, 'AGENTS_TABLE', 'JOBS_TABLE', 'LIMITS_TABLE', 'LOGOUT_QUEUE_URL', 'RESULT_DAYS'],
  ],
  [
    'schedule-sweep-wake-ups',
    ['WakeUps: GetItem', 'WakeUps: Query', 'WakeUps: UpdateItem'],
    ['WakeUpQueue: SendMessage'],
    ['WAKE_UPS_TABLE', 'WAKE_UP_QUEUE_URL'],
  ],
  [
    'event-agent-chats',
    [...changeAgents.tables, ...changeChats.tables, 'Chats: DeleteItem'],
    [...changeChats.beyond, 'Unqueued: SendMessage'],
    [...changeChats.variables, 'AGENTS_TABLE'],
  ],
  // Append only: nobody may update or delete an entry.
  ['event-audit', ['Audit: PutItem'], ['Unqueued: SendMessage'], ['AUDIT_DAYS', 'AUDIT_TABLE']],
  [
    'event-stream-chat',
    ['Settings: Query'],
    ['StreamQueue: SendMessage', 'Unqueued: SendMessage'],
    ['SETTINGS_TABLE', 'STREAM_QUEUE_URL'],
  ],
  [
    'event-supervisors',
    [
      'Agents: GetItem',
      'Chats: GetItem',
      'Keys: GetItem',
      'Supervisors: DeleteItem',
      'Supervisors: PutItem',
      'Supervisors: Query',
      'Supervisors: UpdateItem',
    ],
    ['execute-api:ManageConnections', 'Unqueued: SendMessage'],
    ['AGENTS_TABLE', 'CHATS_TABLE', 'KEYS_TABLE', 'SOCKET_URL', 'SUPERVISORS_TABLE'],
  ],
  [
    'queue-deliver-stream',
    ['Chats: GetItem', 'Settings: GetItem'],
    ['sns:Publish'],
    ['API_URL', 'CHATS_TABLE', 'SETTINGS_TABLE', 'STREAM_QUEUE_URL'],
  ],
  ['flow-set-chat-timeouts', changeChats.tables, changeChats.beyond, changeChats.variables],
  [
    'flow-set-security-user',
    ['Agents: GetItem', 'Settings: GetItem', ...issueTokens],
    nothing,
    ['AGENTS_TABLE', 'MAKES_SIGNING_KEYS', 'SETTINGS_TABLE', 'SIGNING_KEYS_TABLE'],
  ],
  [
    // A flow cannot wait for the bus: a wake-up publishes the events.
    'flow-terminate-agent-session',
    ['Agents: GetItem', 'Agents: PutItem', countRequests, 'SigningKeys: GetItem'],
    ['WakeUpQueue: SendMessage'],
    ['AGENTS_TABLE', 'LIMITS_TABLE', 'SIGNING_KEYS_TABLE', 'WAKE_UP_QUEUE_URL'],
  ],
];
