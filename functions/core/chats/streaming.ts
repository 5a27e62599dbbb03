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

/** Keeps the streaming endpoints of instances. */
export interface StreamingEndpoints {
  /** By id; at most `mostEndpoints`. */
  list(instanceId: string): Promise<readonly StreamingEndpoint[]>;
  find(instanceId: string, endpointId: string): Promise<StreamingEndpoint | undefined>;
  /** Keeps a new endpoint, or gives one that is there another target; its secret stays. @returns it as it is kept. */
  put(endpoint: StreamingEndpoint): Promise<StreamingEndpoint>;
  /** @returns whether there was one. */
  remove(instanceId: string, endpointId: string): Promise<boolean>;
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
