import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { limitedConfig, withLimits } from '#adapters/call-limits.ts';
import { makeDynamoWakeUpBuckets } from '#adapters/dynamodb/wake-up-buckets.ts';
import { type EventBus, type Fact, makeEventPublisher } from '#adapters/eventbridge/event-bus.ts';
import { makeManagementClient, makeSockets } from '#adapters/sockets/sockets.ts';
import type { SqsQueue } from '#adapters/sqs/queue.ts';
import { makeSqsWakeUpQueue, makeSqsWakeUps } from '#adapters/sqs/wake-ups.ts';
import type { Recorded } from '#core/change.ts';
import { traced } from '#tracing';
import { env, type Variable } from '../env.ts';
import { countsOf } from '../metrics.ts';
import { count, report } from '../observe.ts';
import { clock } from './clock.ts';
import { table } from './dynamodb.ts';
import { limits } from './limits.ts';

/** The one SQS client of a function. */
export const sqs = traced(withLimits(new SQSClient(limitedConfig(limits.sqs)), limits.sqs));

/** A queue, by the variable that holds its URL. */
export const queue = (variable: Extract<Variable, `${string}_QUEUE_URL`>): SqsQueue => ({
  client: sqs,
  get queueUrl() {
    return env(variable);
  },
});

const eventBus: EventBus = {
  client: traced(withLimits(new EventBridgeClient(limitedConfig(limits.eventBridge)), limits.eventBridge)),
  get busName() {
    return env('EVENT_BUS_NAME');
  },
};

/** A way to the bus on which nobody waits for the events of another way. What published events have done is counted by name. */
export function makeBus() {
  const publisher = makeEventPublisher(eventBus);
  return {
    async publish(events: readonly Recorded<Fact>[]): Promise<void> {
      await publisher.publish(events);
      for (const { fact } of events) for (const [name, by] of countsOf(fact)) count(name, by);
    },
  };
}

/** The bus. */
export const bus = makeBus();

/** Where clients open WebSockets. API Gateway's management API is at the same place, under https. */
export const socketUrl = (): string => env('SOCKET_URL');
export const sockets = makeSockets({
  client: traced(
    makeManagementClient({
      endpoint: async () => endpointOf(new URL(socketUrl().replace(/^ws/, 'http'))),
      ...limitedConfig(limits.sockets),
    }),
  ),
  report,
  wholeMilliseconds: limits.sockets.wholeMilliseconds,
});

export const buckets = makeDynamoWakeUpBuckets(table('WAKE_UPS_TABLE'), { clock, report });
export const wakeUpQueue = makeSqsWakeUpQueue(queue('WAKE_UP_QUEUE_URL'), { clock });

/** Wake-ups at most 15 minutes ahead, for agents and jobs: straight to the queue, without a bucket. */
export const nearWakeUps = makeSqsWakeUps(queue('WAKE_UP_QUEUE_URL'), { clock });

/** An address in the form in which the SDK takes one that is not known before the first request. */
const endpointOf = ({ protocol, hostname, port, pathname }: URL) => ({
  protocol,
  hostname,
  ...(port !== '' && { port: Number(port) }),
  path: pathname,
});
