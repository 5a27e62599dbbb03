import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Queue } from './queues.ts';

/** Makes the queues that are not there yet; the others keep their messages and get the template's attributes. */
export async function provisionQueues(client: SQSClient, queues: readonly Queue[]): Promise<void> {
  for (const { name, ref, properties } of queues) {
    const redrive = properties.RedrivePolicy;
    const Attributes = {
      VisibilityTimeout: String(properties.VisibilityTimeout),
      DelaySeconds: String(properties.DelaySeconds),
      MessageRetentionPeriod: String(properties.MessageRetentionPeriod),
      ReceiveMessageWaitTimeSeconds: String(properties.ReceiveMessageWaitTimeSeconds),
      ...(redrive === undefined ? {} : { RedrivePolicy: JSON.stringify(redrive) }),
    };
    if (await exists(client, name)) await client.send(new SetQueueAttributesCommand({ QueueUrl: ref, Attributes }));
    else await client.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  }
}

async function exists(client: SQSClient, name: string): Promise<boolean> {
  try {
    await client.send(new GetQueueUrlCommand({ QueueName: name }));
    return true;
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return false;
    throw error;
  }
}
