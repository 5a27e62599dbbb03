import { GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { FunctionName } from './function-inventory.ts';
import { functionMetric } from './function-metric.ts';
import type { ServiceStack } from './service-stack.ts';

const percentile99 = { statistic: 'p99' };
const sum = { statistic: 'Sum' };
const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 8 });

/** The rows of the dashboard: requests, functions, queues, timers, WebSockets, streaming. */
export function dashboardWidgets(service: ServiceStack): GraphWidget[][] {
  const { functionNames, http, sockets, logoutQueue, alarmQueue, streaming } = service;
  const names = [...functionNames.values()];
  const queues = [logoutQueue, alarmQueue, streaming.deliveries];
  const invocationsOf = (file: FunctionName) => {
    const name = functionNames.get(file);
    return name === undefined ? [] : [functionMetric(name, 'Invocations'), functionMetric(name, 'Errors')];
  };
  return [
    [
      graph('Requests', [http.metricCount(), http.metricClientError(), http.metricServerError()]),
      graph('Latency, 99th percentile', [http.metricLatency(percentile99)]),
    ],
    [
      graph(
        'Function errors',
        names.map((name) => functionMetric(name, 'Errors')),
      ),
      graph(
        'Function throttles',
        names.map((name) => functionMetric(name, 'Throttles')),
      ),
      graph(
        'Function duration, 99th percentile',
        names.map((name) => functionMetric(name, 'Duration', percentile99)),
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
      graph('Sweeps', invocationsOf('schedule-sweep-alarms')),
      graph('Alarms delivered and rung', [
        alarmQueue.queue.metricNumberOfMessagesReceived(),
        alarmQueue.queue.metricNumberOfMessagesDeleted(),
      ]),
      graph('Oldest alarm', [alarmQueue.queue.metricApproximateAgeOfOldestMessage()]),
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
      graph('Events to stream', invocationsOf('event-stream-chat')),
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
