import type { Recorded } from '../change.ts';
import type { Chat, ChatKey } from '../chats/chat.ts';
import type { ChatSettings } from '../chats/chat-settings.ts';
import type { ChatEvent } from '../chats/events.ts';
import type { ChatStore } from '../chats/ports.ts';
import type {
  ByEventKind,
  EventKind,
  StreamDelivery,
  StreamedEvent,
  StreamedItem,
  StreamingEndpoints,
  StreamQueue,
  StreamSender,
} from './ports.ts';

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

/** Queues an event once for each endpoint of its instance that gets such events, so that an endpoint that is down delays no other. */
export function makeStreamEvent({ endpoints, queue }: EventPorts) {
  return async (streamed: StreamedEvent): Promise<void> => {
    const listed = await endpoints.list(streamed.event.fact.instanceId);
    const targets = listed.filter(({ events }) => events.includes(streamed.of));
    if (targets.length === 0) return;
    const queued = forQueue(streamed);
    await queue.send(targets.map(({ endpointId }) => ({ endpointId, ...queued })));
  };
}

/** No endpoint is sent the message to the agents and where somebody asked, so neither waits in a queue. */
function forQueue(streamed: StreamedEvent): StreamedEvent {
  if (streamed.of !== 'jobs') return streamed;
  const { fact } = streamed.event;
  const { message: _, from: __, ...order } = fact.order;
  if (fact.type !== 'LogoutJobCancelled') return { of: 'jobs', event: { ...streamed.event, fact: { ...fact, order } } };
  const { cancelledFrom: ___, ...cancelled } = fact;
  return { of: 'jobs', event: { ...streamed.event, fact: { ...cancelled, order } } };
}

/** What endpoints are sent of an event of a chat. The names in it come from the chat. */
export type ItemsOfChat = (event: Recorded<ChatEvent>, chat: Chat, settings: ChatSettings) => readonly StreamedItem[];

interface ChatPorts {
  readonly chats: Pick<ChatStore, 'load'>;
  readonly settingsOf: (instanceId: string) => Promise<ChatSettings>;
  readonly itemsOfChat: ItemsOfChat;
}

/** The items of an event of a chat; none if the chat has expired. */
export function makeChatItems({ chats, settingsOf, itemsOfChat }: ChatPorts) {
  return async (event: Recorded<ChatEvent>): Promise<readonly StreamedItem[]> => {
    const { instanceId, contactId } = event.fact;
    const key: ChatKey = { instanceId, contactId };
    const stored = await chats.load(key);
    return stored ? itemsOfChat(event, stored.state, await settingsOf(instanceId)) : [];
  };
}

interface DeliveryPorts {
  readonly endpoints: Pick<StreamingEndpoints, 'find'>;
  readonly sender: StreamSender;
  readonly itemsOf: ByEventKind<Promise<readonly StreamedItem[]>>;
}

/**
 * Delivers an event to one endpoint. Its items, few more than a chat has participants, are sent at the same time, so that
 * an endpoint that hangs takes no longer than for one. In a repeated delivery each item has the same id. If the endpoint
 * was removed or gets other events by now, there is nothing to do.
 *
 * @throws Error when the endpoint has not accepted all items; the queue then delivers the event again.
 */
export function makeDeliverStream({ endpoints, sender, itemsOf }: DeliveryPorts) {
  const itemsOfEvent = <Kind extends EventKind>({ of, event }: StreamedEvent<Kind>) => itemsOf[of](event);

  return async ({ endpointId, ...streamed }: StreamDelivery): Promise<void> => {
    const endpoint = await endpoints.find(streamed.event.fact.instanceId, endpointId);
    if (!endpoint?.events.includes(streamed.of)) return;
    const items = await itemsOfEvent(streamed);
    const sent = await Promise.allSettled(items.map((item) => sender.send(endpoint, item)));
    const failed = sent.find((result) => result.status === 'rejected');
    // One error is enough: all items went to the same endpoint at the same time.
    if (failed) throw failed.reason;
  };
}
