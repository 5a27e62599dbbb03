import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Environment, Variable } from '../functions/runtime/env.ts';

/** What a function may do with a resource, and the variable that tells the function where it is. */
export interface Access {
  /** Exact IAM actions; none for a variable alone. */
  readonly actions: readonly string[];
  /** Exact ARNs. */
  readonly resources: readonly string[];
  readonly environment: Environment;
  /** The service through which alone keys may be used. @default - no keys are meant */
  readonly through?: 'kinesis';
}

type TableVariable = Extract<Variable, `${string}_TABLE`>;
type QueueVariable = Extract<Variable, `${string}_QUEUE_URL`>;
type Operation = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

/** Named operations on a table. */
export const onTable =
  (table: Table, variable: TableVariable) =>
  (...operations: readonly Operation[]): Access => ({
    actions: operations.map((operation) => `dynamodb:${operation}`),
    resources: [table.tableArn],
    environment: { [variable]: table.tableName },
  });

/**
 * Signing with the keys of instances, and making them: the first when the first token is issued, a new one when it is old.
 * Other functions that sign and verify only read them.
 */
export function makeSigningKeys(table: Table): Access {
  const access = onTable(table, 'SIGNING_KEYS_TABLE')('GetItem', 'PutItem');
  return { ...access, environment: { ...access.environment, MAKES_SIGNING_KEYS: 'yes' } };
}

/** Queries on one index of a table. */
export const queryIndex = (table: Table, index: string, variable: TableVariable): Access => ({
  actions: ['dynamodb:Query'],
  resources: [`${table.tableArn}/index/${index}`],
  environment: { [variable]: table.tableName },
});

/** Sending messages to a queue. */
export const sendTo = (queue: Queue, variable: QueueVariable): Access => ({
  actions: ['sqs:SendMessage'],
  resources: [queue.queueArn],
  environment: { [variable]: queue.queueUrl },
});

/** Working a queue: what Lambda does there with the role of the function, and what it requires of that role. */
export const workOff = (queue: Queue): Access => ({
  actions: ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage'].map(
    (operation) => `sqs:${operation}`,
  ),
  resources: [queue.queueArn],
  environment: {},
});

/** Publishing events on a bus. */
export const publishOn = (bus: EventBus): Access => ({
  actions: ['events:PutEvents'],
  resources: [bus.eventBusArn],
  environment: { EVENT_BUS_NAME: bus.eventBusName },
});

/** Publishing on SNS topics; nothing if there is none. */
export const publishTo = (topicArns: readonly string[]): readonly Access[] =>
  topicArns.length === 0 ? [] : [{ actions: ['sns:Publish'], resources: topicArns, environment: {} }];

interface Sockets {
  readonly url: string;
  readonly connectionArns: Readonly<Record<'POST' | 'DELETE', string>>;
}

/** Sending frames to open WebSockets. */
export const sendFrames = ({ url, connectionArns }: Sockets): Access => ({
  actions: ['execute-api:ManageConnections'],
  resources: [connectionArns.POST],
  environment: { SOCKET_URL: url },
});

/** Sending frames to open WebSockets, and closing them. */
export const manageConnections = ({ url, connectionArns }: Sockets): Access => ({
  actions: ['execute-api:ManageConnections'],
  resources: [connectionArns.POST, connectionArns.DELETE],
  environment: { SOCKET_URL: url },
});
