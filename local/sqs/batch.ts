import type { Message } from '@aws-sdk/client-sqs';
import type { SQSMessageAttributes, SQSRecord } from 'aws-lambda';
import { z } from 'zod';
import { type VirtualTime, virtualAt } from '../clock/virtual-time.ts';
import type { InvocationResult } from '../lambda/thread-protocol.ts';
import type { QueueMapping } from './mappings.ts';

/**
 * Writes a received message as a record of the event a function gets. Its instants are those of the system's clock.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function sqsRecord(message: Message, queueArn: string, region: string, time: VirtualTime): SQSRecord {
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
 * Which messages of a batch are done with. A failed invocation leaves all of them, and so does an answer that names a
 * message nobody sent; they come back after their visibility timeout.
 */
export function doneMessages(
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
