import type { Recorded } from '../change.ts';
import type { ChatStore } from '../chats/ports.ts';
import type { ChatUseCases } from '../chats/use-cases.ts';
import type { JobEnd } from '../forced-logouts/events.ts';
import { type ItemsOfChat, makeChatItems, makeDeliverStream, makeStreamEvent } from './delivery.ts';
import { makePutEndpoint } from './endpoint.ts';
import type { StreamedItem, StreamingEndpoints, StreamQueue, StreamSender } from './ports.ts';

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
  readonly itemsOfChat: ItemsOfChat;
  /** What endpoints are sent of a job that has ended. */
  readonly itemOfJob: (event: Recorded<JobEnd>) => StreamedItem;
}

/** Sending the events of chats and jobs to the streaming endpoints of their instance. */
export function makeStreamingUseCases(ports: StreamingPorts, { settingsOf }: Pick<ChatUseCases, 'settingsOf'>) {
  return {
    streamEvent: makeStreamEvent(ports),
    deliverStream: makeDeliverStream({
      ...ports,
      itemsOf: {
        chats: makeChatItems({ ...ports, settingsOf }),
        jobs: async (event) => [ports.itemOfJob(event)],
      },
    }),
  };
}
