import type { AggregateStore } from '../commit.ts';
import type { Instant } from '../instant.ts';
import type { Chat, ChatKey } from './chat.ts';
import type { ChatEvent } from './events.ts';
import type { InstanceSettings } from './instance-settings.ts';
import type { Message, Position } from './message.ts';
import type { StreamDelivery, StreamedItem } from './stream-delivery.ts';
import type { StreamingEndpoint } from './streaming-endpoint.ts';

/** Keeps chats. */
export interface ChatStore extends AggregateStore<ChatKey, Chat, ChatEvent> {
  /**
   * Notes that a participant has written, without loading the chat: moves `silentSince` on if the participant is
   * connected and not idle, and counts as a save, so that whoever decided on the silence before decides anew.
   *
   * @returns the chat as it is now; if that was not the case `undefined`, and the whole command has to run.
   */
  touch(key: ChatKey, participantId: string, at: Instant): Promise<Chat | undefined>;
}

/** What to read of a transcript. */
export interface TranscriptPage {
  /** Read from here on, not including it; absent: from the end that the direction begins with. */
  readonly after?: Position;
  /** `forward`: from old to new. */
  readonly direction: 'forward' | 'backward';
  readonly limit: number;
}

/** The chat that a transcript is of. A contact id may be used again when its chat is forgotten: that is another chat. */
export type TranscriptOf = Pick<Chat, 'instanceId' | 'contactId' | 'startedAt'>;

/** Keeps each message for eight days: a week, the longest that chats of Amazon Connect last, and a day. */
export interface Transcript {
  /**
   * Keeps a message, unless there is one of this participant with this client token.
   * @returns the message as it is kept: the given one, or the one that was kept before.
   */
  add(chat: TranscriptOf, message: Message): Promise<Message>;
  /** The message of a participant with this client token, if one is kept. */
  find(chat: TranscriptOf, participantId: string, clientToken: string): Promise<Message | undefined>;
  /** Up to `limit` messages, in the order read; fewer only if there are no more. Reads the latest writes. */
  read(chat: TranscriptOf, page: TranscriptPage): Promise<readonly Message[]>;
}

/** Keeps the settings of instances. */
export interface InstanceSettingsStore {
  load(instanceId: string): Promise<InstanceSettings | undefined>;
  save(instanceId: string, settings: InstanceSettings): Promise<void>;
}

/** Keeps the streaming endpoints of instances. */
export interface StreamingEndpoints {
  /** All of them, by id. */
  list(instanceId: string): Promise<readonly StreamingEndpoint[]>;
  find(instanceId: string, endpointId: string): Promise<StreamingEndpoint | undefined>;
  /** Keeps a new endpoint, or gives one that is there another target; its secret stays. @returns it as it is kept. */
  put(endpoint: StreamingEndpoint): Promise<StreamingEndpoint>;
  /** Without effect when there is none. */
  remove(instanceId: string, endpointId: string): Promise<void>;
}

/** Queues deliveries; each is worked at least once. */
export interface StreamQueue {
  send(deliveries: readonly StreamDelivery[]): Promise<void>;
}

/** Sends to endpoints, signed. */
export interface StreamSender {
  /** @throws Error when the endpoint has not accepted it: it is tried again. */
  send(endpoint: StreamingEndpoint, item: StreamedItem): Promise<void>;
}
