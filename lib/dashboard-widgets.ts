import type { HttpStage, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { WorkQueue } from './work-queue.ts';

export interface DashboardProps {
  /** By file name. */
  readonly functions: ReadonlyMap<string, Lambda>;
  readonly queues: readonly WorkQueue[];
  readonly stage: HttpStage;
  /** What makes timers fire. */
  readonly timers: { readonly sweeper: Lambda; readonly alarmQueue: WorkQueue };
  /** Over which participants are told. */
  readonly sockets: WebSocketStage;
  /** What sends events to the endpoints of instances. */
  readonly streaming: { readonly streamer: Lambda; readonly deliveries: WorkQueue; readonly unqueued: Queue };
}

const percentile99 = { statistic: 'p99' };
const sum = { statistic: 'Sum' };
const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 8 });

/** The rows of the dashboard: requests, functions, queues, timers, WebSockets, streaming. */
export function dashboardWidgets(props: DashboardProps): GraphWidget[][] {
  const { functions, queues, stage, timers, sockets, streaming } = props;
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
    [
      graph('WebSockets opened, frames', [sockets.metric('ConnectCount', sum), sockets.metric('MessageCount', sum)]),
      graph(
        'WebSocket errors',
        ['ClientError', 'IntegrationError', 'ExecutionError'].map((name) => sockets.metric(name, sum)),
      ),
      graph('WebSocket latency, 99th percentile', [sockets.metric('IntegrationLatency', percentile99)]),
    ],
    [
      graph('Events to stream', [streaming.streamer.metricInvocations(), streaming.streamer.metricErrors()]),
      graph('Deliveries tried and made', [
        streaming.deliveries.queue.metricNumberOfMessagesReceived(),
        streaming.deliveries.queue.metricNumberOfMessagesDeleted(),
      ]),
      graph('Not streamed', [
        streaming.unqueued.metricApproximateNumberOfMessagesVisible(),
        streaming.deliveries.deadLetters.metricApproximateNumberOfMessagesVisible(),
      ]),
    ],
  ];
}
