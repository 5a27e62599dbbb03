import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, CfnAlarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct, IConstruct } from 'constructs';

export interface AlarmAboveProps {
  readonly metric: Metric;
  /** What is wrong, and what to do about it. */
  readonly description: string;
  /** The highest value that is still fine, in the unit of the metric. @default 0 */
  readonly threshold?: number;
}

/**
 * The name of an alarm: the stack, and where the alarm is in it. The runbook and the dashboard find it by its name; a
 * reference from another stack would keep it from being removed.
 */
function alarmName(scope: Construct, id: string): string {
  const stack = Stack.of(scope);
  const place = scope.node.scopes.slice(stack.node.scopes.length).map(({ node }) => node.id);
  return [stack.stackName, ...place, id].join('-');
}

/** The names of all alarms that a stack has by now. */
export const alarmNamesIn = (stack: IConstruct): readonly string[] =>
  stack.node.findAll().flatMap((each) => (each instanceof CfnAlarm ? (each.alarmName ?? []) : []));

/** Goes off as soon as a metric exceeds its threshold in one period. Missing data is fine. */
export const alarmAbove = (scope: Construct, id: string, { metric, description, threshold }: AlarmAboveProps): Alarm =>
  metric.createAlarm(scope, id, {
    alarmName: alarmName(scope, id),
    alarmDescription: description,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: threshold ?? 0,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });

/**
 * Goes off as soon as a metric has no data for some minutes. That is the state INSUFFICIENT_DATA, in which an alarm also
 * begins: a new one goes off only after there were data once, not while the stack is being made.
 */
export const alarmWhenSilent = (
  scope: Construct,
  id: string,
  { metric, description, minutes }: Omit<AlarmAboveProps, 'threshold'> & { readonly minutes: number },
): Alarm =>
  metric.with({ period: Duration.minutes(1) }).createAlarm(scope, id, {
    alarmName: alarmName(scope, id),
    alarmDescription: description,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    threshold: 1,
    evaluationPeriods: minutes,
    treatMissingData: TreatMissingData.MISSING,
  });

/** Every alarm that a stack has by now notifies an SNS topic. */
export function notifyOf(stack: Stack, topicArn: string): void {
  const action = new SnsAction(Topic.fromTopicArn(stack, 'AlarmTopic', topicArn));
  for (const construct of stack.node.findAll()) {
    if (!(construct instanceof Alarm)) continue;
    construct.addAlarmAction(action);
    const { defaultChild } = construct.node;
    const goesOffWhenSilent =
      defaultChild instanceof CfnAlarm && defaultChild.treatMissingData === TreatMissingData.MISSING;
    if (goesOffWhenSilent) construct.addInsufficientDataAction(action);
  }
}
