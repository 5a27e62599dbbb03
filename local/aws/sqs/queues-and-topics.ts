import { CreateTopicCommand, type SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
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
import type { subscriptionType, topicType } from '../resources/topic.ts';

/** A queue as its template declares it. */
export type Queue = Declared<z.output<typeof queueType.supported>>;

/** A topic, and a subscription of one, as their templates declare them. */
export type Topic = Declared<z.output<typeof topicType.supported>>;
export type Subscription = Declared<z.output<typeof subscriptionType.supported>>;

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

/** The app's topics, who they deliver to, and who may publish to topics. */
export interface TopicsOfApp {
  readonly topics: readonly Topic[];
  readonly subscriptions: readonly Subscription[];
  readonly roles: readonly FunctionRole[];
}

/**
 * Creates the app's topics with their subscribed queues, and the topics that functions may publish to: those belong to others,
 * so no template declares them. Topics of another region or account cannot exist here, and publishing to them fails.
 */
export async function provisionTopics(client: SNSClient, { topics, subscriptions, roles }: TopicsOfApp): Promise<void> {
  const prefix = arn('sns', '');
  const names = roles
    .flatMap(({ statements }) => statements)
    .filter(({ effect, actions }) => effect === 'Allow' && actions.includes('sns:Publish'))
    .flatMap(({ resources }) => resources)
    .filter((resource) => resource.startsWith(prefix))
    .map((resource) => resource.slice(prefix.length))
    .filter((name) => /^[\w-]{1,256}$/.test(name));
  for (const Name of new Set([...topics.map(({ name }) => name), ...names])) {
    await client.send(new CreateTopicCommand({ Name }));
  }
  for (const { properties } of subscriptions) {
    const { TopicArn, Protocol, Endpoint, RawMessageDelivery } = properties;
    if (Protocol !== 'sqs') continue;
    const Attributes = { RawMessageDelivery: String(RawMessageDelivery) };
    await client.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes }));
  }
}
