/** Every variable a function may read. The CDK app takes the names from here. */
const variables = [
  'AGENTS_TABLE',
  'JOBS_TABLE',
  'KEYS_TABLE',
  'CHATS_TABLE',
  'WAKE_UPS_TABLE',
  'TRANSCRIPTS_TABLE',
  'SETTINGS_TABLE',
  'MAKES_SIGNING_KEYS',
  'SIGNING_KEYS_TABLE',
  'LIMITS_TABLE',
  'AUDIT_TABLE',
  'SUPERVISORS_TABLE',
  'LOGOUT_QUEUE_URL',
  'WAKE_UP_QUEUE_URL',
  'STREAM_QUEUE_URL',
  'EVENT_BUS_NAME',
  /** Where WebSockets are opened, `wss://…` API Gateway's management API is at the same address under `https://`. */
  'SOCKET_URL',
  /** ARNs of the SNS topics that may be streaming endpoints, separated by commas; may be empty. */
  'STREAMING_TOPIC_ARNS',
  /** The instance of calls in the Huawei dialect whose path names none; empty: they are refused. */
  'HUAWEI_INSTANCE_ID',
  /** The instances of Amazon Connect whose agents Lastcall drives (`backends/amazon-connect/instance.ts`); may be empty. */
  'AMAZON_CONNECT_INSTANCES',
  /** Their quotas that AWS has raised (`backends/amazon-connect/operations.ts`); may be empty. */
  'AMAZON_CONNECT_QUOTAS',
  /** What becomes of silent agents in chats that are streamed from these instances, and to which topic
   * (`backends/amazon-connect/chat-streaming.ts`). Empty: Amazon Connect's own timers run. */
  'AMAZON_CONNECT_CHATS',
  /** The language under which messages are shown to agents there; empty: they are not. */
  'AMAZON_CONNECT_NOTIFICATION_LOCALE',
  /** How many polls of Huawei's clients may be held at the same time. */
  'HUAWEI_HELD_POLLS',
  /** How many requests a second the HTTP API takes. */
  'THROTTLE',
  /** The issuer whose tokens callers may show (`runtime/oidc-issuer.ts`); not set if there is none. */
  'OIDC_ISSUER',
  /** Addresses and networks of proxies in front of the HTTP API, separated by commas; may be empty. */
  'TRUSTED_PROXIES',
  /** Where callers reach the HTTP API, without a slash at the end: at its own domain if it has one. */
  'API_URL',
  /** Where callers reach the HTTP API at a domain of its own, without a slash at the end; empty if it has none. */
  'PUBLIC_URL',
  /** `true` when a webhook need not be https, as in a local run. */
  'PLAIN_WEBHOOKS',
  /** After how many days a chat ends that nobody has ended. */
  'CHAT_DAYS',
  /** How many days messages of a chat, and results of a logout job, are kept. */
  'TRANSCRIPT_DAYS',
  'RESULT_DAYS',
  /** For how many days an entry of the audit is kept. */
  'AUDIT_DAYS',
  /** The delivery of a logout message at which failures are recorded instead of tried again. */
  'LOGOUT_ATTEMPTS',
  /** Status of a CCAI answer in which every agent is busy: `400` as documented, or `200`. */
  'CCAI_DEFERRED_STATUS_CODE',
] as const;

export type Variable = (typeof variables)[number];
export type Environment = { readonly [name in Variable]?: string };

/**
 * How many times as long as usual calls to AWS may take. No deployment sets the variable: a local run does, whose services
 * share the machine with the functions.
 */
export const callTimeFactor = (): number => Number(process.env.CALL_TIME_FACTOR) || 1;

/** How many seconds the clock goes forward in a second: more than one in a local run with another `--speed`. */
export const clockSpeed = (): number => Number(process.env.CLOCK_SPEED) || 1;

/** A variable that may be empty. */
export const envOrEmpty = (name: Variable): string => process.env[name] ?? '';

/** @throws Error naming the variable when it is not set, which is a fault of the deployment. */
export function env(name: Variable): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`Environment variable ${name} is not set`);
  return value;
}
