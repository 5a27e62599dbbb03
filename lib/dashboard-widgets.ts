import { GraphWidget, type IMetric, Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricName } from '../functions/runtime/metrics.ts';
import type { ServiceStack } from './service-stack.ts';

/** Every metric of functions, by what it is about. */
const outcomesOf = {
  agents: [
    'AgentSignedIn',
    'AgentSignedOut',
    'ForcedLogout',
    'LeaseExpired',
    'AgentLogoutDeferred',
    'LogoutFailed',
    'LogoutJobCompleted',
    'LogoutJobFailed',
  ],
  chats: ['ChatStarted', 'ChatEnded', 'ParticipantWentIdle', 'ParticipantsDisconnected', 'WakeUpsSent'],
  faults: ['RateLimited', 'AnsweredTooLate', 'FlowActionFailed', 'SurvivedFault', 'UnreadableItem', 'EventPassedOver'],
} as const satisfies Readonly<Record<string, readonly MetricName[]>>;

const percentile99 = { statistic: 'p99' };
const sum = { statistic: 'Sum' };
const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 8 });

/** A metric of a function that is known by its name. @see docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
const functionMetric = (
  functionName: string,
  metricName: 'Duration' | 'Errors' | 'Invocations' | 'Throttles',
  options: MetricOptions = { statistic: 'Sum' },
): Metric =>
  new Metric({ namespace: 'AWS/Lambda', metricName, dimensionsMap: { FunctionName: functionName }, ...options });

/** What functions of all stages in an account and region count. */
const counted = (name: MetricName): Metric =>
  new Metric({ namespace: 'Lastcall', metricName: name, dimensionsMap: { service: 'lastcall' }, ...sum });

/** The rows of the dashboard after the first: outcomes, requests, functions, queues, timers, WebSockets, streaming. */
export function dashboardWidgets(service: ServiceStack): GraphWidget[][] {
  const { functions, http, sockets, logoutQueue, wakeUpQueue, streaming } = service;
  const names = functions.files.map((file) => functions.nameOf(file));
  const queues = [logoutQueue, wakeUpQueue, streaming.deliveries];
  const invocationsOf = (file: string) => {
    const name = functions.nameOf(file);
    return [functionMetric(name, 'Invocations'), functionMetric(name, 'Errors')];
  };
  return [
    [
      graph('Agents', outcomesOf.agents.map(counted)),
      graph('Chats', outcomesOf.chats.map(counted)),
      graph('Faults that were survived, and refusals', outcomesOf.faults.map(counted)),
    ],
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
      graph('Sweeps', invocationsOf('schedule-sweep-wake-ups')),
      graph('Wake-ups delivered and handled', [
        wakeUpQueue.queue.metricNumberOfMessagesReceived(),
        wakeUpQueue.queue.metricNumberOfMessagesDeleted(),
      ]),
      graph('Oldest wake-up', [wakeUpQueue.queue.metricApproximateAgeOfOldestMessage()]),
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
