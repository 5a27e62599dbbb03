import { createHmac } from 'node:crypto';
import type { Instant } from '#core/instant.ts';
import type { StreamedItem, StreamingEndpoint, StreamSender } from '#core/streaming/ports.ts';

type Target = StreamingEndpoint['target'];

/** Sends to endpoints whose target is of one type. */
export interface TargetSender<Type extends Target['type']> {
  /** @throws Error when the endpoint has not accepted the item. The message contains no address and no secret. */
  send(
    endpoint: StreamingEndpoint & { readonly target: Extract<Target, { readonly type: Type }> },
    item: StreamedItem,
  ): Promise<void>;
}

/** Sends to every endpoint by the type of its target. */
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

/**
 * The signature of an item, under the names of the Standard Webhooks specification 1.0.0
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 *
 * The timestamp is that of the attempt, in whole seconds. The specification allows no full stop in an id, because full
 * stops separate the parts of the signed text. Ids of contacts may contain some, so they are escaped.
 */
export function webhookSignature({ secret }: Pick<StreamingEndpoint, 'secret'>, item: StreamedItem, now: Instant) {
  const id = item.id.replaceAll('.', '%2E');
  const timestamp = String(Math.floor(now / 1000));
  const hmac = createHmac('sha256', Buffer.from(secret, 'base64')).update(`${id}.${timestamp}.${item.body}`);
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${hmac.digest('base64')}`,
  };
}
