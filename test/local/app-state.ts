import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { makeDynamoAgentStore } from '#adapters/dynamodb/agents-store.ts';
import { makeDynamoChatStore } from '#adapters/dynamodb/chats-store.ts';
import { makeDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { makeDynamoLogoutJobPlan } from '#adapters/dynamodb/job-plan.ts';
import { makeDynamoLogoutJobStore } from '#adapters/dynamodb/jobs-store.ts';
import { wakeUpBody } from '#adapters/sqs/wake-ups.ts';
import { type AggregateStore, StaleVersionError } from '#core/change.ts';
import type { WakeUpTarget } from '#core/wake-ups/ports.ts';
import { credentials, region } from '../../local/aws/account.ts';
import type { ServedApp } from '../../local/aws/start-app.ts';
import { eventually } from '../support/eventually.ts';

/** Opens the stores and the wake-up queue of an app, as a caller that may do everything. */
export function openState({ app, addresses }: ServedApp) {
  const variable = (name: string): string => {
    const [value] = app.functions.flatMap(({ environment }) => environment[name] ?? []);
    if (value === undefined) throw new Error(`No function has ${name}`);
    return value;
  };
  const at = (endpoint: string) => ({ region, credentials, endpoint });
  const client = makeDocumentClient(new DynamoDBClient(at(addresses.dynamodb)));
  const jobs = { client, tableName: variable('JOBS_TABLE') };
  const options = { clock: { now: () => Date.now() }, keptForDays: Number(variable('RESULT_DAYS')) };
  return {
    agents: makeDynamoAgentStore({ client, tableName: variable('AGENTS_TABLE') }),
    jobs: makeDynamoLogoutJobStore(jobs, options),
    plan: makeDynamoLogoutJobPlan(jobs, options),
    chats: makeDynamoChatStore({ client, tableName: variable('CHATS_TABLE') }),
    wakeUps: openWakeUps(new SQSClient(at(addresses.sqs)), variable('WAKE_UP_QUEUE_URL')),
  };
}

function openWakeUps(sqs: SQSClient, QueueUrl: string) {
  return {
    wake: (target: WakeUpTarget) =>
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: wakeUpBody({ ...target, at: 0 }) })),
    /** Waits until no wake-up is in the queue. One that a sweep has just sent may take five virtual minutes. */
    haveFired: () => eventually(async () => (await isEmpty(sqs, QueueUrl)) || undefined),
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

export type State = ReturnType<typeof openState>;

/** Saves a change and leaves its event unpublished, as a process does that ends between saving and publishing. */
export async function leaveUnpublished<Key, State, Fact>(
  store: AggregateStore<Key, State, Fact>,
  key: Key,
  { fact, at = Date.now(), change = (state) => state }: Unpublished<State, Fact>,
): Promise<void> {
  const stored = await store.load(key);
  if (stored === undefined) throw new Error(`There is no ${JSON.stringify(key)}`);
  const [version, sequence] = [stored.version + 1, stored.sequence + 1];
  const outbox = [{ eventId: `left/${sequence}`, sequence, at, fact }];
  // The time within which that process would have notified people has passed.
  const notice = { after: stored.sequence, until: 0 };
  await store.save({ ...stored, state: change(stored.state), version, sequence, outbox, notice }, stored);
}

interface Unpublished<State, Fact> {
  readonly fact: Fact;
  /** @default now */
  readonly at?: number;
  /** @default none */
  readonly change?: (state: State) => State;
}

/** Marks an aggregate as having no wake-up, so that its next change sets one. */
export async function forgetWakeUp<Key, State, Fact>(store: AggregateStore<Key, State, Fact>, key: Key): Promise<void> {
  await eventually(async () => {
    const stored = await store.load(key);
    if (stored === undefined) throw new Error(`There is no ${JSON.stringify(key)}`);
    const { wakeUpAt: _, ...withoutWakeUp } = stored;
    return store.save({ ...withoutWakeUp, version: stored.version + 1 }, stored).then(() => true, ifStale);
  });
}

/** A wake-up may fire at the same time, and its function save first. */
function ifStale(error: unknown): undefined {
  if (!(error instanceof StaleVersionError)) throw error;
}
