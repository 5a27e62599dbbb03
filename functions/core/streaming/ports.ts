import type { Recorded } from '../change.ts';
import type { ChatEvent } from '../chats/events.ts';

/** Where an instance has the events of its chats sent. */
export interface StreamingEndpoint {
  readonly instanceId: string;
  /** Chosen by the instance. */
  readonly endpointId: string;
  readonly target:
    | { readonly type: 'webhook'; readonly url: string }
    /** An SNS topic. */
    | { readonly type: 'topic'; readonly arn: string };
  /** The key that deliveries are signed with: 32 bytes in base64. */
  readonly secret: string;
}

/** Keeps the streaming endpoints of instances. */
export interface StreamingEndpoints {
  /** All endpoints of an instance, by id. */
  list(instanceId: string): Promise<readonly StreamingEndpoint[]>;
  find(instanceId: string, endpointId: string): Promise<StreamingEndpoint | undefined>;
  /** Adds an endpoint, or gives an existing one another target; its secret stays. @returns it as it is stored. */
  put(endpoint: StreamingEndpoint): Promise<StreamingEndpoint>;
  /** Does nothing when there is no such endpoint. */
  remove(instanceId: string, endpointId: string): Promise<void>;
}

/** One event on its way to one endpoint. It has ids only, because names do not belong in queues. */
export interface StreamDelivery {
  readonly endpointId: string;
  readonly event: Recorded<ChatEvent>;
}

/** Queues deliveries. Each is processed at least once. */
export interface StreamQueue {
  send(deliveries: readonly StreamDelivery[]): Promise<void>;
}

/** What an endpoint is sent. */
export interface StreamedItem {
  /** The same each time it is sent. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
}

/** Sends to endpoints, with a signature. */
export interface StreamSender {
  /** @throws Error when the endpoint has not accepted the item; it is sent again later. */
  send(endpoint: StreamingEndpoint, item: StreamedItem): Promise<void>;
}
