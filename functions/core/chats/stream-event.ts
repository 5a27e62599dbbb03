import type { Recorded } from '../commit.ts';
import type { Chat, ChatKey } from './chat.ts';
import type { ChatEvent } from './events.ts';
import type { ChatStore, StreamingEndpoints, StreamQueue, StreamSender } from './ports.ts';
import type { StreamDelivery, StreamedItem } from './stream-delivery.ts';

/** An event of a chat goes to each streaming endpoint of its instance, apart, so that one that is down holds up no other. */
export function makeStreamEvent({
  endpoints,
  queue,
}: {
  readonly endpoints: Pick<StreamingEndpoints, 'list'>;
  readonly queue: StreamQueue;
}) {
  return async (event: Recorded<ChatEvent>): Promise<void> => {
    const wanted = await endpoints.list(event.fact.instanceId);
    if (wanted.length > 0) await queue.send(wanted.map(({ endpointId }) => ({ endpointId, event })));
  };
}

interface DeliveryPorts {
  readonly chats: Pick<ChatStore, 'load'>;
  readonly endpoints: Pick<StreamingEndpoints, 'find'>;
  readonly sender: StreamSender;
  /** What an event is to those outside; the names in it come from the chat. */
  readonly itemsOf: (event: Recorded<ChatEvent>, chat: Chat) => Promise<readonly StreamedItem[]>;
}

/**
 * Delivers an event to one endpoint: all its items at the same time, hardly more than a chat has participants, so that
 * an endpoint that hangs takes no longer than for one. Delivered again, each item has the id it had; an endpoint that was
 * taken away meanwhile, or a chat that is forgotten, leaves nothing to do.
 *
 * @throws Error when the endpoint has not accepted all of it: the queue delivers it again.
 */
export function makeDeliverStream({ chats, endpoints, sender, itemsOf }: DeliveryPorts) {
  return async ({ endpointId, event }: StreamDelivery): Promise<void> => {
    const key: ChatKey = { instanceId: event.fact.instanceId, contactId: event.fact.contactId };
    const endpoint = await endpoints.find(key.instanceId, endpointId);
    const stored = endpoint && (await chats.load(key));
    if (!endpoint || !stored) return;
    const items = await itemsOf(event, stored.state);
    const sent = await Promise.allSettled(items.map((item) => sender.send(endpoint, item)));
    const failed = sent.find((result) => result.status === 'rejected');
    // One fault says it all: they went to the same place at the same time.
    if (failed) throw failed.reason;
  };
}
