import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { makeDynamoAgentStore } from '#adapters/dynamodb/agents/agent-store.ts';
import { makeDynamoChatStore } from '#adapters/dynamodb/chats/chat-store.ts';
import { makeDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { makeDynamoLogoutJobPlan } from '#adapters/dynamodb/jobs/logout-job-plan.ts';
import { makeDynamoLogoutJobStore } from '#adapters/dynamodb/jobs/logout-job-store.ts';
import { alarmBody } from '#adapters/sqs/alarm-message.ts';
import type { AlarmTarget } from '#core/alarms/ports.ts';
import { type AggregateStore, StaleVersionError } from '#core/commit.ts';
import { credentials, place } from '../../local/place.ts';
import type { LocalRun } from '../../local/start-local.ts';
import { eventually } from './runs.ts';

/** The state of an app, in the hands of somebody who is no function of it and may do everything. */
export function openState({ app, addresses }: LocalRun) {
  const variable = (name: string): string => {
    const [value] = app.functions.flatMap(({ environment }) => environment[name] ?? []);
    if (value === undefined) throw new Error(`No function has ${name}`);
    return value;
  };
  const at = (endpoint: string) => ({ region: place.region, credentials, endpoint });
  const client = makeDocumentClient(new DynamoDBClient(at(addresses.dynamodb)));
  const jobs = { client, tableName: variable('JOBS_TABLE'), clock: { now: () => Date.now() } };
  return {
    agents: makeDynamoAgentStore({ client, tableName: variable('AGENTS_TABLE') }),
    jobs: makeDynamoLogoutJobStore(jobs),
    plan: makeDynamoLogoutJobPlan(jobs),
    chats: makeDynamoChatStore({ client, tableName: variable('CHATS_TABLE') }),
    alarms: openAlarms(new SQSClient(at(addresses.sqs)), variable('ALARM_QUEUE_URL')),
  };
}

function openAlarms(sqs: SQSClient, QueueUrl: string) {
  return {
    ring: (target: AlarmTarget) =>
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: alarmBody({ ...target, at: 0 }) })),
    /** Waits until no alarm is in the queue; one that a sweep has just sent may take five minutes of the system. */
    haveRung: () => eventually(async () => (await isEmpty(sqs, QueueUrl)) || undefined, 15),
  };
}

async function isEmpty(sqs: SQSClient, QueueUrl: string): Promise<boolean> {
  const ofAllMessages = [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesDelayed',
    'ApproximateNumberOfMessagesNotVisible',
  ] as const;
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...ofAllMessages] });
  const { Attributes = {} } = await sqs.send(command);
  return ofAllMessages.every((count) => Attributes[count] === '0');
}

/** The state of an app. */
export type State = ReturnType<typeof openState>;

/** Puts an event, and the change that it tells, where somebody leaves it who breaks off between saving and publishing. */
export async function leaveUnpublished<Key, State, Fact>(
  store: AggregateStore<Key, State, Fact>,
  key: Key,
  { fact, at = Date.now(), change = (state) => state }: Unpublished<State, Fact>,
): Promise<void> {
  const stored = await store.load(key);
  if (stored === undefined) throw new Error(`There is no ${JSON.stringify(key)}`);
  const [version, sequence] = [stored.version + 1, stored.sequence + 1];
  const outbox = [{ eventId: `left/${sequence}`, sequence, at, fact }];
  await store.save({ ...stored, state: change(stored.state), version, sequence, outbox }, stored);
}

interface Unpublished<State, Fact> {
  readonly fact: Fact;
  /** @default now */
  readonly at?: number;
  /** @default none */
  readonly change?: (state: State) => State;
}

/** Has something stand as if its alarm had rung, so that its next change sets one of its own. */
export async function forgetAlarm<Key, State, Fact>(store: AggregateStore<Key, State, Fact>, key: Key): Promise<void> {
  await eventually(async () => {
    const stored = await store.load(key);
    if (stored === undefined) throw new Error(`There is no ${JSON.stringify(key)}`);
    const { alarmAt: _, ...silent } = stored;
    return store.save({ ...silent, version: stored.version + 1 }, stored).then(() => true, ifStale);
  });
}

/** An alarm may ring, and its function save, at the same time. */
function ifStale(error: unknown): undefined {
  if (!(error instanceof StaleVersionError)) throw error;
}
