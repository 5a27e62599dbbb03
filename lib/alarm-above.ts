import { type Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

export interface AlarmAboveProps {
  readonly metric: Metric;
  /** What is wrong, and what whoever is on call does about it. */
  readonly description: string;
  /** The highest value that is still fine, in the unit of the metric. @default 0 */
  readonly threshold?: number;
}

/** Goes off as soon as a metric exceeds its threshold in one period; silence is good news. */
export const alarmAbove = (scope: Construct, id: string, { metric, description, threshold }: AlarmAboveProps): Alarm =>
  metric.createAlarm(scope, id, {
    alarmDescription: description,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: threshold ?? 0,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
