import type { Recorded } from '../commit.ts';
import type { ChatEvent } from './events.ts';

/** Where an instance has the events of its chats sent. */
export interface StreamingEndpoint {
  readonly instanceId: string;
  /** Chosen by the instance. */
  readonly endpointId: string;
  readonly target:
    | { readonly type: 'webhook'; readonly url: string }
    /** An SNS topic. */
    | { readonly type: 'topic'; readonly arn: string };
  /** What deliveries are signed with: 32 bytes in base64. */
  readonly secret: string;
}

/** As many as an instance may have. */
export const mostEndpoints = 5;

/**
 * How long a delivery that failed waits: 15 seconds after the first attempt, twice as long after each further one, and
 * never longer than a quarter of an hour. An endpoint that is down for a moment hears soon, and one that is down for
 * long costs little, so that it holds up nobody else's.
 */
export const retryPause = { firstSeconds: 15, longestSeconds: 900 } as const;

/** Keeps the streaming endpoints of instances. */
export interface StreamingEndpoints {
  /** All of them, by id. */
  list(instanceId: string): Promise<readonly StreamingEndpoint[]>;
  find(instanceId: string, endpointId: string): Promise<StreamingEndpoint | undefined>;
  /** Keeps a new endpoint, or gives one that is there another target; its secret stays. @returns it as it is kept. */
  put(endpoint: StreamingEndpoint): Promise<StreamingEndpoint>;
  /** Without effect when there is none. */
  remove(instanceId: string, endpointId: string): Promise<void>;
}

/** One event on its way to one endpoint; ids only, for names do not belong in queues. */
export interface StreamDelivery {
  readonly endpointId: string;
  readonly event: Recorded<ChatEvent>;
}

/** Queues deliveries; each is worked at least once. */
export interface StreamQueue {
  send(deliveries: readonly StreamDelivery[]): Promise<void>;
}

/** What an endpoint is sent. */
export interface StreamedItem {
  /** The same however often it is sent. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
}

/** Sends to endpoints, signed. */
export interface StreamSender {
  /** @throws Error when the endpoint has not accepted it: it is tried again. */
  send(endpoint: StreamingEndpoint, item: StreamedItem): Promise<void>;
}
