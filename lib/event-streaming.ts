import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { deadLetterQueue } from './dead-letter-queue.ts';
import { WorkQueue } from './work-queue.ts';

/** What happens in a chat that its instance may want to hear of, as the core names it. */
const streamed = [
  'ParticipantJoined',
  'ParticipantLeft',
  'ParticipantWentIdle',
  'ParticipantReturned',
  'ParticipantsDisconnected',
  'ChatEnded',
];

/** Longer than a reader of old news would wait; what is given up then is kept with the dead letters. */
const oneHour = Duration.hours(1);

/**
 * Sends what happens in chats to the streaming endpoints of their instances: the bus hands each event to a function,
 * which queues one delivery for each endpoint, and a second one makes the deliveries. Each part is tried again, and what
 * fails for good is kept.
 */
export class EventStreaming extends Construct {
  /** One message is one event for one endpoint. */
  readonly deliveries: WorkQueue;
  /** Events as the bus had them, of which no delivery could be queued. */
  readonly unqueued: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // A webhook may take 5 seconds, and the deliveries of a batch are made side by side: none waits for the endpoint of
    // somebody else. One that fails waits longer and longer, as the core has it, so that the last of its attempts is two
    // hours after the first. Endpoints that hang hold 50 workers at most, so that the account keeps concurrent executions
    // for the rest. The alarm on age does not mind them, since SQS leaves a message out of that metric after three attempts
    // (docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html).
    // Deliveries that wait are in flight, of which a queue has 120 000 at most (sqs-quotas, same guide): sixteen a second
    // to endpoints that are down.
    this.deliveries = new WorkQueue(this, 'StreamQueue', {
      workerTimeout: Duration.seconds(10),
      attempts: 14,
      maxConcurrency: 50,
      oldestMessage: Duration.minutes(15),
    });
    this.unqueued = deadLetterQueue(
      this,
      'Unqueued',
      'Events were not streamed: no delivery of them could be queued. Find out why, then invoke event-stream-chat with each.',
    );
  }

  /** Puts the two functions to work. The first must have `unqueued` for its dead letters. */
  workedBy({ bus, streamer, deliverer }: { bus: EventBus; streamer: Lambda; deliverer: Lambda }): void {
    const target = new LambdaFunction(streamer, { deadLetterQueue: this.unqueued, maxEventAge: oneHour });
    new Rule(this, 'ChatEvents', {
      eventBus: bus,
      description: 'Has what happens in chats sent to the streaming endpoints of their instances',
      eventPattern: { source: ['lastcall'], detailType: streamed },
      targets: [target],
    });
    streamer.configureAsyncInvoke({ maxEventAge: oneHour, retryAttempts: 2 });
    this.deliveries.workedBy(deliverer);
  }
}
