import type { Message } from '@aws-sdk/client-sqs';
import type { SQSMessageAttributes, SQSRecord } from 'aws-lambda';
import { z } from 'zod';
import { region } from '../account.ts';
import { isStreamArn } from '../kinesis/stream-mapping.ts';
import { type FunctionDefinition, findFunction } from '../lambda/functions.ts';
import type { InvocationResult } from '../lambda/invocation.ts';
import type { Declarations } from '../resources/declared.ts';
import { eventSourceMappingType } from '../resources/queue.ts';
import { type VirtualTime, virtualAt } from '../virtual-time.ts';
import type { Queue } from './queues-and-topics.ts';

/** An event source mapping: a queue, and the function that is invoked with its messages. */
export interface QueueMapping {
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly reportsItemFailures: boolean;
  readonly maximumConcurrency?: number;
}

const ofStreams = [
  'StartingPosition',
  'ParallelizationFactor',
  'BisectBatchOnFunctionError',
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
  'DestinationConfig',
  'FilterCriteria',
] as const;

/** Reads the enabled event source mappings whose sources are queues. All but those of streams must be. */
export function readMappings(
  declared: Declarations,
  queues: readonly Queue[],
  functions: readonly FunctionDefinition[],
): QueueMapping[] {
  return declared(eventSourceMappingType).flatMap(({ properties, propertyError }) => {
    if (isStreamArn(properties.EventSourceArn)) return [];
    for (const property of ofStreams)
      if (properties[property] !== undefined) throw propertyError(property, 'is for a Kinesis stream');
    const queue = queues.find(({ arn }) => arn === properties.EventSourceArn);
    if (queue === undefined)
      throw propertyError('EventSourceArn', `must be a queue of this app, got ${properties.EventSourceArn}`);
    const target = findFunction(functions, properties.FunctionName);
    if (target === undefined)
      throw propertyError('FunctionName', `must be a function of this app, got ${properties.FunctionName}`);
    if (properties.BatchSize > 10 && properties.MaximumBatchingWindowInSeconds < 1) {
      throw propertyError(
        'BatchSize',
        `above 10 needs a MaximumBatchingWindowInSeconds of at least 1, got ${properties.BatchSize}`,
      );
    }
    if (!properties.Enabled) return [];
    const concurrency = properties.ScalingConfig?.MaximumConcurrency;
    return {
      queueUrl: queue.ref,
      queueArn: queue.arn,
      functionName: target.name,
      batchSize: properties.BatchSize,
      batchingWindowSeconds: properties.MaximumBatchingWindowInSeconds,
      reportsItemFailures: properties.FunctionResponseTypes.length > 0,
      ...(concurrency === undefined ? {} : { maximumConcurrency: concurrency }),
    };
  });
}

/**
 * Converts a received message to a record of a function's event. Its timestamps are in virtual time.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function sqsRecord(message: Message, queueArn: string, time: VirtualTime): SQSRecord {
  const attributes = message.Attributes ?? {};
  const instant = (text: string | undefined) => String(virtualAt(time, Number(text ?? 0)));
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: {
      ...attributes,
      ApproximateReceiveCount: attributes.ApproximateReceiveCount ?? '1',
      SenderId: attributes.SenderId ?? '',
      SentTimestamp: instant(attributes.SentTimestamp),
      ApproximateFirstReceiveTimestamp: instant(attributes.ApproximateFirstReceiveTimestamp),
    },
    messageAttributes: messageAttributes(message),
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}

function messageAttributes({ MessageAttributes = {} }: Message): SQSMessageAttributes {
  return Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        dataType: DataType ?? 'String',
        stringListValues: [],
        binaryListValues: [],
        ...(StringValue === undefined ? {} : { stringValue: StringValue }),
        ...(BinaryValue === undefined ? {} : { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
      },
    ]),
  );
}

const batchResponse = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish() })
  .nullish();

/**
 * The messages of a batch that the function has processed. There is none if the invocation failed or its response names a
 * message that was not in the batch. The others come back after their visibility timeout.
 */
export function processedMessages(
  messages: readonly Message[],
  result: InvocationResult,
  mapping: QueueMapping,
): readonly Message[] {
  if (result.failed) return [];
  if (!mapping.reportsItemFailures) return messages;
  const response = batchResponse.safeParse(JSON.parse(result.payload));
  if (!response.success) return [];
  const failed = new Set(response.data?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
  const known = new Set(messages.map(({ MessageId }) => MessageId));
  return [...failed].every((id) => known.has(id))
    ? messages.filter(({ MessageId }) => !failed.has(MessageId ?? ''))
    : [];
}
