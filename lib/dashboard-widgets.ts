import type { HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { WorkQueue } from './work-queue.ts';

export interface DashboardProps {
  /** By file name. */
  readonly functions: ReadonlyMap<string, Lambda>;
  readonly queues: readonly WorkQueue[];
  readonly stage: HttpStage;
  /** What makes timers fire. */
  readonly timers: { readonly sweeper: Lambda; readonly alarmQueue: WorkQueue };
}

const percentile99 = { statistic: 'p99' };
const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 8 });

/** The rows of the dashboard: requests, functions, queues, timers. */
export function dashboardWidgets({ functions, queues, stage, timers }: DashboardProps): GraphWidget[][] {
  const lambdas = [...functions.values()];
  return [
    [
      graph('Requests', [stage.metricCount(), stage.metricClientError(), stage.metricServerError()]),
      graph('Latency, 99th percentile', [stage.metricLatency(percentile99)]),
    ],
    [
      graph(
        'Function errors',
        lambdas.map((lambda) => lambda.metricErrors()),
      ),
      graph(
        'Function throttles',
        lambdas.map((lambda) => lambda.metricThrottles()),
      ),
      graph(
        'Function duration, 99th percentile',
        lambdas.map((lambda) => lambda.metricDuration(percentile99)),
      ),
    ],
    [
      graph(
        'Messages waiting',
        queues.map(({ queue }) => queue.metricApproximateNumberOfMessagesVisible()),
      ),
      graph(
        'Oldest message',
        queues.map(({ queue }) => queue.metricApproximateAgeOfOldestMessage()),
      ),
      graph(
        'Dead letters',
        queues.map((each) => each.deadLetters.metricApproximateNumberOfMessagesVisible()),
      ),
    ],
    [
      graph('Sweeps', [timers.sweeper.metricInvocations(), timers.sweeper.metricErrors()]),
      graph('Alarms delivered and rung', [
        timers.alarmQueue.queue.metricNumberOfMessagesReceived(),
        timers.alarmQueue.queue.metricNumberOfMessagesDeleted(),
      ]),
      graph('Oldest alarm', [timers.alarmQueue.queue.metricApproximateAgeOfOldestMessage()]),
    ],
  ];
}
