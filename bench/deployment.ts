import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { makeDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { onThisMachine } from '#test/support/json-service.ts';

const started = z.object({
  endpoints: z.object({ dynamodb: z.string(), sqs: z.string(), events: z.string() }),
  tables: z.object({
    agents: z.string(),
    jobs: z.string(),
    keys: z.string(),
    chats: z.string(),
    wakeUps: z.string(),
    transcripts: z.string(),
    settings: z.string(),
    signingKeys: z.string(),
    limits: z.string(),
    audit: z.string(),
    supervisors: z.string(),
  }),
  logoutQueueUrl: z.string(),
  wakeUpQueueUrl: z.string(),
});
const answered = z.object({ putEvents: z.object({ requests: z.number(), events: z.number() }) });

export interface Deployment extends z.output<typeof started> {
  /** A client that nobody meters, for setting up and for looking on. */
  readonly aside: DynamoDBDocumentClient;
  /** What the event bus has been sent. */
  putEvents(): Promise<{ readonly requests: number; readonly events: number }>;
  stop(): Promise<void>;
}

/**
 * Starts embedded services in a thread, so that their memory and time are not those of the measured code, and sets the
 * environment as for a function. Import what is under `runtime/compose` afterwards.
 */
export async function deploy(): Promise<Deployment> {
  const thread = new Worker(new URL('deployment-thread.ts', import.meta.url));
  const [message] = await once(thread, 'message');
  const services = started.parse(message);
  const { endpoints, tables } = services;
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.events,
    AGENTS_TABLE: tables.agents,
    JOBS_TABLE: tables.jobs,
    KEYS_TABLE: tables.keys,
    CHATS_TABLE: tables.chats,
    WAKE_UPS_TABLE: tables.wakeUps,
    TRANSCRIPTS_TABLE: tables.transcripts,
    SETTINGS_TABLE: tables.settings,
    SIGNING_KEYS_TABLE: tables.signingKeys,
    LIMITS_TABLE: tables.limits,
    AUDIT_TABLE: tables.audit,
    SUPERVISORS_TABLE: tables.supervisors,
    LOGOUT_QUEUE_URL: services.logoutQueueUrl,
    WAKE_UP_QUEUE_URL: services.wakeUpQueueUrl,
    EVENT_BUS_NAME: 'lastcall',
    // Nobody is connected, so nothing is sent there.
    SOCKET_URL: 'ws://127.0.0.1/live',
    LOGOUT_ATTEMPTS: '4',
    CHAT_DAYS: '7',
    TRANSCRIPT_DAYS: '8',
    RESULT_DAYS: '90',
  });
  return {
    ...services,
    aside: makeDocumentClient(new DynamoDBClient(onThisMachine(endpoints.dynamodb))),
    async putEvents() {
      thread.postMessage('putEvents');
      const [answer] = await once(thread, 'message');
      return answered.parse(answer).putEvents;
    },
    async stop() {
      await thread.terminate();
    },
  };
}
