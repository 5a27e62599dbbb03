import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { onTable, publishTo, sendTo, workOff } from './access.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import type { Foundation } from './foundation.ts';
import { WorkQueue } from './work-queue.ts';

/** The events of chats and jobs that can be streamed, as the core names them. */
const streamed = [
  'ParticipantJoined',
  'ParticipantLeft',
  'ParticipantWentIdle',
  'ParticipantReturned',
  'ParticipantsDisconnected',
  'ChatEnded',
  'LogoutJobCompleted',
  'LogoutJobFailed',
  'LogoutJobCancelled',
];

/** An event that is older than this is of no use to its reader. It is kept with the dead letters. */
const oneHour = Duration.hours(1);

/**
 * Sends the events of chats, and of jobs that end, to the streaming endpoints of their instances. The bus invokes a function with each event,
 * which queues a delivery for each endpoint; a second function makes the deliveries. Each part is tried again, and what
 * still fails is kept.
 */
export class EventStreaming extends Construct {
  /** One message is one event for one endpoint. */
  readonly deliveries: WorkQueue;
  /**
   * Events, as they came from the bus, whose deliveries could not be queued. Those that agents and chats could not follow, that the
   * audit lacks, and that supervisors were not shown, join them.
   */
  readonly unqueued: Queue;

  /** @param apiUrl - where callers reach the HTTP API, without a slash at the end */
  constructor(scope: Construct, id: string, { settings: chosen, state, functions, bus }: Foundation, apiUrl: string) {
    super(scope, id);
    // A webhook may take 5 seconds, and the deliveries of a batch are made in parallel. Each endpoint is a message group:
    // while one hangs, the deliveries to others are received first, as soon as a worker is free. Lambda begins with five,
    // so they wait for some seconds at most until it has more. The pauses after a failure grow, so that the last attempt is
    // two hours after the first.
    // Endpoints that hang hold 50 workers at most, so that the account keeps concurrent executions for the rest. The
    // alarm on age does not see them, because SQS leaves a message out of that metric after three attempts
    // (docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html).
    // Waiting deliveries are in flight, and a queue has at most 120 000 of those (sqs-quotas, same guide): sixteen a
    // second to endpoints that are down.
    this.deliveries = new WorkQueue(this, 'StreamQueue', {
      workerTimeout: Duration.seconds(10),
      attempts: 14,
      maxConcurrency: 50,
      oldestMessage: Duration.minutes(15),
    });
    this.unqueued = deadLetterQueue(this, 'Unqueued', {
      name: 'Unqueued',
      description:
        'Events were not streamed, not recorded in the audit, not followed between agents and chats, or not shown to supervisors. Find out why, then npm run redrive -- --queue Unqueued.',
    });
    const settings = onTable(state.settings, 'SETTINGS_TABLE');

    const streamer = functions.make(this, 'event-stream-chat', {
      access: [settings('Query'), sendTo(this.deliveries.queue, 'STREAM_QUEUE_URL')],
      deadLetters: this.unqueued,
    });
    // The rule and its function had their names before jobs were streamed; they keep them (UPGRADING.md).
    new Rule(this, 'ChatEvents', {
      eventBus: bus,
      description: 'Sends the events of chats and jobs to the streaming endpoints of their instances',
      eventPattern: { source: ['lastcall'], detailType: streamed },
      targets: [new LambdaFunction(streamer, { deadLetterQueue: this.unqueued, maxEventAge: oneHour })],
    });
    streamer.configureAsyncInvoke({ maxEventAge: oneHour, retryAttempts: 2 });

    const deliverer = functions.make(this, 'queue-deliver-stream', {
      access: [
        settings('GetItem'),
        onTable(state.chats, 'CHATS_TABLE')('GetItem'),
        ...publishTo(chosen.streamingTopicArns),
        workOff(this.deliveries.queue),
      ],
      // The worker of a queue may also postpone its messages.
      environment: { STREAM_QUEUE_URL: this.deliveries.queue.queueUrl, API_URL: apiUrl },
      timeout: this.deliveries.workerTimeout,
    });
    this.deliveries.workedBy(deliverer);
  }
}
