import type { Recorded } from '../change.ts';
import type { Chat, ChatKey } from '../chats/chat.ts';
import type { ChatSettings } from '../chats/chat-settings.ts';
import type { ChatEvent } from '../chats/events.ts';
import type { ChatStore } from '../chats/ports.ts';
import type { StreamDelivery, StreamedItem, StreamingEndpoints, StreamQueue, StreamSender } from './ports.ts';

/**
 * How long a failed delivery waits: 15 seconds after the first attempt, then twice as long after each further one, up to
 * 15 minutes. An endpoint that is down for a moment gets the event soon. One that is down for long costs little, so it
 * delays no other.
 */
export const retryPause = { firstSeconds: 15, longestSeconds: 900 } as const;

interface EventPorts {
  readonly endpoints: Pick<StreamingEndpoints, 'list'>;
  readonly queue: StreamQueue;
}

/** Queues an event of a chat once for each endpoint of its instance, so that an endpoint that is down delays no other. */
export function makeStreamEvent({ endpoints, queue }: EventPorts) {
  return async (event: Recorded<ChatEvent>): Promise<void> => {
    const targets = await endpoints.list(event.fact.instanceId);
    if (targets.length > 0) await queue.send(targets.map(({ endpointId }) => ({ endpointId, event })));
  };
}

/** What endpoints are sent of an event. The names in it come from the chat. */
export type ItemsOf = (event: Recorded<ChatEvent>, chat: Chat, settings: ChatSettings) => readonly StreamedItem[];

interface DeliveryPorts {
  readonly chats: Pick<ChatStore, 'load'>;
  readonly endpoints: Pick<StreamingEndpoints, 'find'>;
  readonly sender: StreamSender;
  readonly settingsOf: (instanceId: string) => Promise<ChatSettings>;
  readonly itemsOf: ItemsOf;
}

/**
 * Delivers an event to one endpoint. Its items, few more than the chat has participants, are sent at the same time, so that
 * an endpoint that hangs takes no longer than for one. In a repeated delivery each item has the same id. If the endpoint
 * was removed or the chat has expired, there is nothing to do.
 *
 * @throws Error when the endpoint has not accepted all items; the queue then delivers the event again.
 */
export function makeDeliverStream({ chats, endpoints, sender, settingsOf, itemsOf }: DeliveryPorts) {
  return async ({ endpointId, event }: StreamDelivery): Promise<void> => {
    const key: ChatKey = { instanceId: event.fact.instanceId, contactId: event.fact.contactId };
    const endpoint = await endpoints.find(key.instanceId, endpointId);
    const stored = endpoint && (await chats.load(key));
    if (!endpoint || !stored) return;
    const items = itemsOf(event, stored.state, await settingsOf(key.instanceId));
    const sent = await Promise.allSettled(items.map((item) => sender.send(endpoint, item)));
    const failed = sent.find((result) => result.status === 'rejected');
    // One error is enough: all items went to the same endpoint at the same time.
    if (failed) throw failed.reason;
  };
}
