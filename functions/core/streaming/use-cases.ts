import type { ChatStore } from '../chats/ports.ts';
import type { ChatUseCases } from '../chats/use-cases.ts';
import { type ItemsOf, makeDeliverStream, makeStreamEvent } from './delivery.ts';
import { makePutEndpoint } from './endpoint.ts';
import type { StreamingEndpoints, StreamQueue, StreamSender } from './ports.ts';

export interface EndpointPorts {
  readonly endpoints: StreamingEndpoints;
  /** 32 random bytes in base64. */
  readonly newSecret: () => string;
}

export type EndpointUseCases = ReturnType<typeof makeEndpointUseCases>;

/** The streaming endpoints of instances. */
export function makeEndpointUseCases({ endpoints, newSecret }: EndpointPorts) {
  return {
    listEndpoints: (instanceId: string) => endpoints.list(instanceId),
    putEndpoint: makePutEndpoint({ endpoints, newSecret }),
    removeEndpoint: (instanceId: string, endpointId: string) => endpoints.remove(instanceId, endpointId),
  };
}

export interface StreamingPorts {
  readonly endpoints: StreamingEndpoints;
  readonly queue: StreamQueue;
  readonly sender: StreamSender;
  readonly chats: Pick<ChatStore, 'load'>;
  readonly itemsOf: ItemsOf;
}

/** Sending the events of chats to the streaming endpoints of their instance. */
export function makeStreamingUseCases(ports: StreamingPorts, { settingsOf }: Pick<ChatUseCases, 'settingsOf'>) {
  return {
    streamEvent: makeStreamEvent(ports),
    deliverStream: makeDeliverStream({ ...ports, settingsOf }),
  };
}
