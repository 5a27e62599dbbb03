import { Duration, Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { fixedRetention } from '../functions/core/retention.ts';
import { alarmAbove } from './alarms.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';

export interface WorkQueueProps {
  /** Timeout of the function that works the queue; a message stays invisible for six times as long. */
  readonly workerTimeout: Duration;
  /** An alarm goes off when the oldest message is older than this. */
  readonly oldestMessage: Duration;
  /** How often a message is delivered before it becomes a dead letter. @default 5 */
  readonly attempts?: number;
  /** Messages in one invocation. @default 10 */
  readonly batchSize?: number;
  /** How long Lambda may gather a batch. @default - not at all */
  readonly batchingWindow?: Duration;
  /** Invocations at the same time, at least 2. @default - no limit */
  readonly maxConcurrency?: number;
}

/**
 * A queue of work for one function. A message that fails is tried again, by default four times, and then kept in a
 * dead-letter queue; the other messages of its batch are not repeated. Alarms go off for any dead letter, and when the
 * worker does not keep up.
 */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly workerTimeout: Duration;
  /** How often a message is delivered before it becomes a dead letter. */
  readonly attempts: number;
  private readonly props: WorkQueueProps;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.props = props;
    this.workerTimeout = props.workerTimeout;
    this.attempts = props.attempts ?? 5;
    const failing = `${id}: messages failed ${this.attempts} times. Find out why, then npm run redrive -- --queue ${id}.`;
    this.deadLetters = deadLetterQueue(this, 'DeadLetters', { name: `${id}-DeadLetters`, description: failing });
    this.queue = new Queue(this, 'Queue', {
      queueName: `${Stack.of(this).stackName}-${id}`,
      encryption: QueueEncryption.SQS_MANAGED,
      retentionPeriod: Duration.days(fixedRetention.queuedWork.days),
      visibilityTimeout: Duration.seconds(6 * props.workerTimeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: this.attempts },
    });
    alarmAbove(this, 'AgeAlarm', {
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'Maximum' }),
      threshold: props.oldestMessage.toSeconds(),
      description: `${id}: the oldest message waits longer than ${props.oldestMessage.toMinutes()} minutes.`,
    });
  }

  /** Sets the function that works the queue. It must have access to that, and report which messages of a batch failed. */
  workedBy(worker: IFunction): void {
    worker.addEventSourceMapping(this.node.id, {
      eventSourceArn: this.queue.queueArn,
      batchSize: this.props.batchSize ?? 10,
      reportBatchItemFailures: true,
      ...(this.props.batchingWindow && { maxBatchingWindow: this.props.batchingWindow }),
      ...(this.props.maxConcurrency && { maxConcurrency: this.props.maxConcurrency }),
    });
  }
}
