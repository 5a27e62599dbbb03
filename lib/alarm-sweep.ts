import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

export interface AlarmSweepProps {
  /** Sends the alarms that come due before its next run to the alarm queue. */
  readonly sweeper: Lambda;
}

const everyMinute = Duration.minutes(1);

/**
 * Runs the sweeper each minute. A sweep that fails or comes too late is given up: the next one makes up for it, and a
 * retry of Lambda's would come no sooner. An alarm tells when none has run for 5 minutes, longer than timers may be late.
 */
export class AlarmSweep extends Construct {
  constructor(scope: Construct, id: string, { sweeper }: AlarmSweepProps) {
    super(scope, id);
    new Rule(this, 'EveryMinute', {
      description: 'Sends the alarms of the next five minutes to the alarm queue',
      schedule: Schedule.rate(everyMinute),
      targets: [new LambdaFunction(sweeper, { maxEventAge: everyMinute })],
    });
    sweeper.configureAsyncInvoke({ maxEventAge: everyMinute, retryAttempts: 0 });
    sweeper.metricInvocations({ period: Duration.minutes(5), statistic: 'Sum' }).createAlarm(this, 'NotRunning', {
      alarmDescription:
        'No sweep for 5 minutes: timers do not fire. Look at the rule and the throttles of the sweeper.',
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }
}
