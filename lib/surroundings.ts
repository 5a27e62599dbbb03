import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { EventStreaming } from './event-streaming.ts';
import type { Settings } from './settings.ts';
import type { SocketRoutes } from './socket-routes.ts';
import type { StateStack } from './state-stack.ts';
import type { WorkQueue } from './work-queue.ts';

/** What there is for functions to use. */
export interface Surroundings {
  readonly settings: Settings;
  readonly state: StateStack;
  readonly bus: EventBus;
  readonly logoutQueue: WorkQueue;
  readonly alarmQueue: WorkQueue;
  readonly sockets: SocketRoutes;
  readonly streaming: EventStreaming;
}
