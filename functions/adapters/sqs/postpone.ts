import { ChangeMessageVisibilityCommand } from '@aws-sdk/client-sqs';
import type { SqsQueue } from './send-batch.ts';

/** Has a received message that is not deleted come back so many seconds from now, instead of when its queue says. */
export const makeSqsPostpone =
  ({ client, queueUrl: QueueUrl }: SqsQueue) =>
  async (ReceiptHandle: string, VisibilityTimeout: number): Promise<void> => {
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
  };
