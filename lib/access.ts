import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Environment } from '../functions/runtime/env.ts';

/** What a function may do with one resource, and the variable by which it finds that resource. */
export interface Access {
  /** Exact IAM actions. */
  readonly actions: readonly string[];
  /** Exact ARN. */
  readonly resource: string;
  readonly environment: Environment;
}

type TableVariable = 'AGENTS_TABLE' | 'JOBS_TABLE' | 'KEYS_TABLE' | 'CHATS_TABLE' | 'ALARMS_TABLE';
type Operation = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

/** Named operations on a table. */
export const onTable =
  (table: Table, variable: TableVariable) =>
  (...operations: readonly Operation[]): Access => ({
    actions: operations.map((operation) => `dynamodb:${operation}`),
    resource: table.tableArn,
    environment: { [variable]: table.tableName },
  });

/** Queries on one index of a table. */
export const queryIndex = (table: Table, index: string, variable: TableVariable): Access => ({
  actions: ['dynamodb:Query'],
  resource: `${table.tableArn}/index/${index}`,
  environment: { [variable]: table.tableName },
});

/** Sending messages to a queue. */
export const sendTo = (queue: Queue, variable: 'LOGOUT_QUEUE_URL' | 'ALARM_QUEUE_URL'): Access => ({
  actions: ['sqs:SendMessage'],
  resource: queue.queueArn,
  environment: { [variable]: queue.queueUrl },
});

/** Publishing events on a bus. */
export const publishOn = (bus: EventBus): Access => ({
  actions: ['events:PutEvents'],
  resource: bus.eventBusArn,
  environment: { EVENT_BUS_NAME: bus.eventBusName },
});
