import type { StreamSender } from '#core/chats/ports.ts';
import type { StreamedItem } from '#core/chats/stream-delivery.ts';
import type { StreamingEndpoint } from '#core/chats/streaming-endpoint.ts';

type Target = StreamingEndpoint['target'];

/** Sends to endpoints with a target of one type. */
export interface TargetSender<Type extends Target['type']> {
  /** @throws Error when the endpoint has not accepted it; the message names no address and no secret. */
  send(
    endpoint: StreamingEndpoint & { readonly target: Extract<Target, { readonly type: Type }> },
    item: StreamedItem,
  ): Promise<void>;
}

/** Sends to every endpoint by what its target is. */
export function makeStreamSender(
  senders: {
    readonly [Type in Target['type']]: TargetSender<Type>;
  },
): StreamSender {
  return {
    async send(endpoint, item) {
      const { target } = endpoint;
      switch (target.type) {
        case 'webhook':
          return senders.webhook.send({ ...endpoint, target }, item);
        case 'topic':
          return senders.topic.send({ ...endpoint, target }, item);
      }
    },
  };
}
