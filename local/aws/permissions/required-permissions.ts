import { arn } from '../account.ts';
import type { Permission } from './policies.ts';

type Parameters = Readonly<Record<string, unknown>>;

/**
 * The permissions a DynamoDB request requires: its operation on each table it names, or on the index it reads.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
export function dynamodbPermissions(target: unknown, parameters: unknown): Permission[] {
  const { TableName, IndexName, RequestItems } = asParameters(parameters);
  const tables = TableName === undefined ? Object.keys(asParameters(RequestItems)) : [String(TableName)];
  const index = IndexName === undefined ? '' : `/index/${String(IndexName)}`;
  const resources = tables.map((table) => `${asArn('dynamodb', `table/${table}`, table)}${index}`);
  return onEach(`dynamodb:${operationOf(target)}`, resources);
}

/**
 * The permissions an SQS request requires. A batch requires the same as its entries.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
 */
export function sqsPermissions(target: unknown, parameters: unknown): Permission[] {
  const { QueueUrl, QueueName } = asParameters(parameters);
  const queue = QueueName ?? (typeof QueueUrl === 'string' ? QueueUrl.split('/').at(-1) : undefined);
  const resources = queue === undefined ? [] : [asArn('sqs', String(queue))];
  return onEach(`sqs:${operationOf(target).replace(/Batch$/, '')}`, resources);
}

/**
 * The permissions an SNS request requires. A batch requires the same as its messages.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
 */
export function snsPermissions(parameters: unknown): Permission[] {
  const { Action, TopicArn } = asParameters(parameters);
  return onEach(`sns:${String(Action).replace(/Batch$/, '')}`, TopicArn === undefined ? [] : [String(TopicArn)]);
}

/**
 * The permissions an EventBridge request requires: its operation on every bus that an entry names.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 */
export function eventsPermissions(target: unknown, parameters: unknown): Permission[] {
  const { Entries } = asParameters(parameters);
  const entries: unknown[] = Array.isArray(Entries) ? Entries : [];
  const buses = new Set(entries.map((entry) => String(asParameters(entry).EventBusName ?? 'default')));
  const resources = [...buses].map((bus) => asArn('events', `event-bus/${bus}`, bus));
  return onEach(`events:${operationOf(target)}`, resources);
}

/** An action without a resource, such as listing all tables, is an action on `*`. */
function onEach(action: string, resources: readonly string[]): Permission[] {
  return (resources.length === 0 ? ['*'] : resources).map((resource) => ({ action, resource }));
}

/** The services accept a name or an ARN for the same resource. */
function asArn(service: string, resource: string, given = resource): string {
  return given.startsWith('arn:') ? given : arn(service, resource);
}

/** `GetItem` of `DynamoDB_20120810.GetItem`. */
function operationOf(target: unknown): string {
  return String(target).split('.').at(-1) ?? '';
}

function asParameters(value: unknown): Parameters {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
