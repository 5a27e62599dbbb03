import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { workOff } from './access.ts';
import { followChats, nameInstances } from './amazon-connect.ts';
import { changeChats } from './chats.ts';
import type { Foundation } from './foundation.ts';
import { WorkQueue } from './work-queue.ts';

/** The file of the function, which a deployment without these timers leaves out. */
export const chatNotificationsFile = 'queue-chat-notifications';

/**
 * Where Amazon Connect streams chats to whose timers are Lastcall's. SNS puts every item into a queue, so that a fault delays
 * one item and loses none. The topic is not encrypted, because Amazon Connect could only publish with a key that allows it.
 */
export function chatTopic(scope: Construct, instanceArns: readonly string[]): Topic {
  const topic = new Topic(scope, 'ChatTopic', {
    topicName: `${Stack.of(scope).stackName}-Chats`,
    enforceSSL: true,
  });
  for (const arn of instanceArns) {
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('connect.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': arn.split(':')[4] },
          ArnEquals: { 'aws:SourceArn': arn },
        },
      }),
    );
  }
  return topic;
}

/** Follows chats that are streamed to a topic. */
export class ChatNotifications extends Construct {
  readonly queue: WorkQueue;

  constructor(scope: Construct, id: string, foundation: Foundation, topic: Topic) {
    super(scope, id);
    const { settings, functions } = foundation;
    this.queue = new WorkQueue(this, 'ChatQueue', {
      workerTimeout: Duration.seconds(10),
      attempts: 10,
      oldestMessage: Duration.minutes(2),
    });
    topic.addSubscription(new SqsSubscription(this.queue.queue, { deadLetterQueue: this.queue.deadLetters }));
    const worker = functions.make(this, chatNotificationsFile, {
      access: [...changeChats(foundation), nameInstances(settings), followChats(foundation), workOff(this.queue.queue)],
      timeout: this.queue.workerTimeout,
    });
    this.queue.workedBy(worker);
  }
}
