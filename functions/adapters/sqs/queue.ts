import { ChangeMessageVisibilityCommand, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { BatchLimits, SendBatch } from '../batch-delivery.ts';

/** A queue, and how it is reached. The URL is read with every request, so it may be a getter. */
export interface SqsQueue {
  readonly client: SQSClient;
  readonly queueUrl: string;
}

/** A message for SQS. */
export interface SqsMessage {
  readonly body: string;
  /** @default - the queue's own delay */
  readonly delaySeconds?: number;
  /** The message group of a fair queue: up to 128 letters, digits and punctuation. @default - none */
  readonly groupId?: string;
  /** The attempts of a message that was put back, which SQS does not count. @default - none */
  readonly tries?: number;
}

/** The message attribute with the attempts, which `runtime/queue.ts` reads. */
const triesAttribute = 'tries';

/** Ten messages, 256 KiB together: what SQS and every emulator accept in one request. */
export const sqsLimits: BatchLimits<SqsMessage> = {
  entries: 10,
  bytes: 256 * 1024,
  bytesOf: ({ body }) => Buffer.byteLength(body),
};

/** Sends up to ten messages in one request. */
export const makeSendMessages =
  (queue: SqsQueue): SendBatch<SqsMessage> =>
  async (batch) => {
    const { Failed = [] } = await queue.client.send(
      new SendMessageBatchCommand({
        QueueUrl: queue.queueUrl,
        Entries: batch.map(({ body, delaySeconds, groupId, tries }, place) => ({
          Id: String(place),
          MessageBody: body,
          DelaySeconds: delaySeconds,
          MessageGroupId: groupId,
          ...(tries !== undefined && {
            MessageAttributes: { [triesAttribute]: { DataType: 'Number', StringValue: String(tries) } },
          }),
        })),
      }),
    );
    return new Map(Failed.map(({ Id, Code, Message }) => [Number(Id), `${Code} ${Message ?? ''}`.trim()]));
  };

/** Makes a received message that is not deleted visible again after so many seconds, instead of the queue's own timeout. */
export const makeSqsPostpone =
  (queue: SqsQueue) =>
  async (ReceiptHandle: string, VisibilityTimeout: number): Promise<void> => {
    const QueueUrl = queue.queueUrl;
    await queue.client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
  };
