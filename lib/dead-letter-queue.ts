import { Duration, Stack } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { fixedRetention } from '../functions/core/retention.ts';
import { alarmAbove } from './alarms.ts';

export interface DeadLetterQueueProps {
  /** Its name, after the one of the stack. `npm run redrive` finds it by that. */
  readonly name: string;
  /** What the alarm says. */
  readonly description: string;
}

/** A queue that keeps what failed too often, with an alarm that goes off as soon as there is anything in it. */
export function deadLetterQueue(scope: Construct, id: string, { name, description }: DeadLetterQueueProps): Queue {
  const queue = new Queue(scope, id, {
    queueName: `${Stack.of(scope).stackName}-${name}`,
    encryption: QueueEncryption.SQS_MANAGED,
    retentionPeriod: Duration.days(fixedRetention.deadLetters.days),
  });
  alarmAbove(scope, `${id}Alarm`, {
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' }),
    description,
  });
  return queue;
}
