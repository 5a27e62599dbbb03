import { place } from '../place.ts';
import { arn } from '../resources/resource-type.ts';
import type { Permission } from './statement.ts';

type Parameters = Readonly<Record<string, unknown>>;

/**
 * What a DynamoDB request must be allowed: its operation on each table it names, or on the index it reads.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
export function dynamodbNeeds(target: unknown, parameters: unknown): Permission[] {
  const { TableName, IndexName, RequestItems } = asParameters(parameters);
  const tables = TableName === undefined ? Object.keys(asParameters(RequestItems)) : [String(TableName)];
  const index = IndexName === undefined ? '' : `/index/${String(IndexName)}`;
  const resources = tables.map((table) => `${asArn('dynamodb', `table/${table}`, table)}${index}`);
  return onEach(`dynamodb:${operationOf(target)}`, resources);
}

/**
 * What an SQS request must be allowed. A batch needs what its entries would need alone.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
 */
export function sqsNeeds(target: unknown, parameters: unknown): Permission[] {
  const { QueueUrl, QueueName } = asParameters(parameters);
  const queue = QueueName ?? (typeof QueueUrl === 'string' ? QueueUrl.split('/').at(-1) : undefined);
  const resources = queue === undefined ? [] : [asArn('sqs', String(queue))];
  return onEach(`sqs:${operationOf(target).replace(/Batch$/, '')}`, resources);
}

/**
 * What an SNS request must be allowed. A batch needs what its messages would need alone.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
 */
export function snsNeeds(parameters: unknown): Permission[] {
  const { Action, TopicArn } = asParameters(parameters);
  return onEach(`sns:${String(Action).replace(/Batch$/, '')}`, TopicArn === undefined ? [] : [String(TopicArn)]);
}

/**
 * What an EventBridge request must be allowed: its operation on every bus that an entry is meant for.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 */
export function eventsNeeds(target: unknown, parameters: unknown): Permission[] {
  const { Entries } = asParameters(parameters);
  const entries: unknown[] = Array.isArray(Entries) ? Entries : [];
  const buses = new Set(entries.map((entry) => String(asParameters(entry).EventBusName ?? 'default')));
  const resources = [...buses].map((bus) => asArn('events', `event-bus/${bus}`, bus));
  return onEach(`events:${operationOf(target)}`, resources);
}

/** A deed on nothing in particular, like a list of all tables, is one on `*`. */
function onEach(action: string, resources: readonly string[]): Permission[] {
  return (resources.length === 0 ? ['*'] : resources).map((resource) => ({ action, resource }));
}

/** The services take a name or an ARN for the same thing. */
function asArn(service: string, resource: string, given = resource): string {
  return given.startsWith('arn:') ? given : arn(place, service, resource);
}

/** `GetItem` of `DynamoDB_20120810.GetItem`. */
function operationOf(target: unknown): string {
  return String(target).split('.').at(-1) ?? '';
}

function asParameters(value: unknown): Parameters {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
