import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { fixedRetention } from '../functions/core/retention.ts';
import { alarmAbove } from './alarms.ts';

/** A queue that keeps what failed too often, with an alarm that goes off as soon as there is anything in it. */
export function deadLetterQueue(scope: Construct, id: string, description: string): Queue {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(fixedRetention.deadLetters.days),
  });
  alarmAbove(scope, `${id}Alarm`, {
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' }),
    description,
  });
  return queue;
}
