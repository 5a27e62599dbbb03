import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { alarmAbove } from './alarm-above.ts';

/** Keeps what failed too often for 14 days, the longest that SQS knows, and raises an alarm as soon as there is any. */
export function deadLetterQueue(scope: Construct, id: string, description: string): Queue {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  alarmAbove(scope, `${id}Alarm`, {
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' }),
    description,
  });
  return queue;
}
