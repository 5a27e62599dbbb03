import { createHmac } from 'node:crypto';
import type { StreamedItem } from '#core/chats/stream-delivery.ts';
import type { StreamingEndpoint } from '#core/chats/streaming-endpoint.ts';
import type { Instant } from '#core/instant.ts';

/**
 * What an item is signed with, under the names of the Standard Webhooks specification 1.0.0
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 *
 * The instant is that of the attempt, in whole seconds. The specification wants no full stop in an id, for the signed
 * text is divided by them; ids of contacts may have some.
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
