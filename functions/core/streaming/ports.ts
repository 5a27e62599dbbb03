import type { Recorded } from '../change.ts';
import type { ChatEvent } from '../chats/events.ts';
import type { JobEnd } from '../forced-logouts/events.ts';

/** The events that endpoints are sent, by the names under which an endpoint asks for them. */
interface EventsByKind {
  readonly chats: Recorded<ChatEvent>;
  /** Logout jobs that end. */
  readonly jobs: Recorded<JobEnd>;
}

export type EventKind = keyof EventsByKind;

export const eventKinds = ['chats', 'jobs'] as const satisfies readonly EventKind[];

/** What an endpoint gets that does not choose: what every endpoint got before there was a choice. */
export const defaultEventKinds: readonly EventKind[] = ['chats'];

/** An event of any of these kinds. */
export type StreamedEvent<Kind extends EventKind = EventKind> = {
  readonly [Of in Kind]: { readonly of: Of; readonly event: EventsByKind[Of] };
}[Kind];

/** Something for each kind of event. */
export type ByEventKind<Result> = { readonly [Of in EventKind]: (event: EventsByKind[Of]) => Result };

/** Where an instance has its events sent. */
export interface StreamingEndpoint {
  readonly instanceId: string;
  /** Chosen by the instance. */
  readonly endpointId: string;
  /** The events that it gets. */
  readonly events: readonly EventKind[];
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
  /** Adds an endpoint, or gives an existing one other events and another target; its secret stays. @returns it as it is stored. */
  put(endpoint: StreamingEndpoint): Promise<StreamingEndpoint>;
  /** Does nothing when there is no such endpoint. */
  remove(instanceId: string, endpointId: string): Promise<void>;
}

/** One event on its way to one endpoint. Participants and agents have ids only, because names do not belong in queues. */
export type StreamDelivery = StreamedEvent & { readonly endpointId: string };

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
