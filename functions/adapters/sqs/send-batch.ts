import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SendBatch } from '../batch-delivery.ts';
import type { BatchLimits } from '../in-batches.ts';

/** A queue, and how it is reached. */
export interface SqsQueue {
  readonly client: SQSClient;
  readonly queueUrl: string;
}

/** A message as SQS takes it. */
export interface SqsMessage {
  readonly body: string;
  /** @default the queue's own delay */
  readonly delaySeconds?: number;
  /** For whom it is: SQS sees to it that nobody's backlog delays the others. Up to 128 letters, digits and punctuation. */
  readonly groupId?: string;
}

/** Ten messages, 256 KiB together: what every SQS and every emulator takes. */
export const sqsLimits: BatchLimits<SqsMessage> = {
  entries: 10,
  bytes: 256 * 1024,
  bytesOf: ({ body }) => Buffer.byteLength(body),
};

/** Sends up to ten messages in one request. */
export const makeSendMessages =
  ({ client, queueUrl }: SqsQueue): SendBatch<SqsMessage> =>
  async (batch) => {
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: batch.map(({ body, delaySeconds, groupId }, place) => ({
          Id: String(place),
          MessageBody: body,
          DelaySeconds: delaySeconds,
          MessageGroupId: groupId,
        })),
      }),
    );
    return new Map(Failed.map(({ Id, Code, Message }) => [Number(Id), `${Code} ${Message ?? ''}`.trim()]));
  };
