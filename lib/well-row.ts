import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmStatusWidget,
  AlarmStatusWidgetSortBy,
  type IWidget,
  MathExpression,
  Metric,
  SingleValueWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { ServiceStack } from './service-stack.ts';

const lastMinutes = { period: Duration.minutes(5) };
const sum = { ...lastMinutes, statistic: 'Sum' };
const highest = { ...lastMinutes, statistic: 'Maximum' };

/** The first row of the dashboard: is it well? All alarms, those that went off first, and what they are about in numbers. */
export function wellRow(scope: Construct, service: ServiceStack, alarmNames: readonly string[]): IWidget[] {
  const alarms = alarmNames.map((name) => Alarm.fromAlarmArn(scope, `Named-${name}`, arnOf(scope, name)));
  const queues = [service.logoutQueue, service.wakeUpQueue, service.streaming.deliveries];
  const deadLetters = [...queues.map((each) => each.deadLetters), service.streaming.unqueued];
  const sweeps = new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'Invocations',
    dimensionsMap: { FunctionName: service.functions.nameOf('schedule-sweep-wake-ups') },
    label: 'Sweeps, 5 expected',
    ...sum,
  });
  return [
    new AlarmStatusWidget({
      title: 'Is it well? Every alarm is green',
      alarms,
      sortBy: AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP,
      width: 12,
      height: 6,
    }),
    new SingleValueWidget({
      title: 'The last five minutes',
      width: 12,
      height: 6,
      metrics: [
        service.http.metricCount({ label: 'Requests', ...sum }),
        service.http.metricServerError({ label: 'Answered 5xx, 0 is well', ...sum }),
        combined(
          'Dead letters, 0 is well',
          'SUM',
          deadLetters.map((queue) => queue.metricApproximateNumberOfMessagesVisible(highest)),
        ),
        combined(
          'Oldest message in seconds',
          'MAX',
          queues.map(({ queue }) => queue.metricApproximateAgeOfOldestMessage(highest)),
        ),
        sweeps,
      ],
    }),
  ];
}

const arnOf = (scope: Construct, resourceName: string) =>
  Stack.of(scope).formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** The sum or the highest of several metrics. Ids of metrics are unique in a widget. */
const combined = (label: string, how: 'SUM' | 'MAX', metrics: readonly Metric[]) => {
  const ids = metrics.map((_, n) => `${how.toLowerCase()}${n}`);
  const usingMetrics = Object.fromEntries(metrics.map((metric, n) => [`${how.toLowerCase()}${n}`, metric]));
  return new MathExpression({ label, expression: `${how}([${ids.join(',')}])`, usingMetrics, ...lastMinutes });
};
