import { CreateTopicCommand, type SNSClient } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { z } from 'zod';
import { arn } from '../account.ts';
import type { FunctionRole } from '../permissions/policies.ts';
import type { Declared } from '../resources/declared.ts';
import type { queueType } from '../resources/queue.ts';

/** A queue as its template declares it. */
export type Queue = Declared<z.output<typeof queueType.supported>>;

/** Creates the queues that do not exist yet. The others keep their messages and get the attributes of the template. */
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

/**
 * Creates the topics that functions may publish to. They belong to others, so no template declares them. Topics of
 * another region or account cannot exist here, and publishing to them fails.
 */
export async function provisionTopics(client: SNSClient, roles: readonly FunctionRole[]): Promise<void> {
  const prefix = arn('sns', '');
  const names = roles
    .flatMap(({ statements }) => statements)
    .filter(({ effect, actions }) => effect === 'Allow' && actions.includes('sns:Publish'))
    .flatMap(({ resources }) => resources)
    .filter((resource) => resource.startsWith(prefix))
    .map((resource) => resource.slice(prefix.length));
  for (const Name of new Set(names.filter((name) => /^[\w-]{1,256}$/.test(name))))
    await client.send(new CreateTopicCommand({ Name }));
}
