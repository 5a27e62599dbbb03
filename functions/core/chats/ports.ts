import type { AggregateStore } from '../change.ts';
import type { Instant } from '../instant.ts';
import type { Chat, ChatKey, Followed, ParticipantRole } from './chat.ts';
import type { ChatSettings } from './chat-settings.ts';
import type { ChatEvent } from './events.ts';
import type { TimerChange } from './role-config.ts';

/** Keeps chats. */
export interface ChatStore extends AggregateStore<ChatKey, Chat, ChatEvent> {
  /**
   * Records that a participant has written, without loading the chat: moves `silentSince` and `wroteAt` if the participant
   * is connected and not idle and has not reached the limit of messages. It counts as a save, so a decision about the participant's inactivity that was made before
   * is made again.
   *
   * @returns the chat as it is now; `undefined` if nothing was recorded, and the chat has to be changed by a decision.
   */
  touch(key: ChatKey, participantId: string, at: Instant): Promise<Chat | undefined>;
}

/**
 * The list of an instance's open chats. It follows events, so it only finds candidates: a chat that has just started may be
 * missing, and one that has just ended may be there.
 */
export interface OpenChats {
  /** Adds a chat, at the latest until this instant. A repeat changes nothing. */
  add(key: ChatKey, until: Instant): Promise<void>;
  /** Removes a chat, whether it is there or not. */
  remove(key: ChatKey): Promise<void>;
  /** Chats of the list as they are now, by contact id, at most `limit` at a time. @throws BadCursorError */
  page(instanceId: string, page: { limit: number; cursor?: string }): Promise<ChatPage>;
}

export interface ChatPage {
  readonly chats: readonly Chat[];
  /** There when there may be more. Opaque. */
  readonly cursor?: string;
}

/** The contact centre that owns the chats of an instance, if Lastcall does not. */
export interface ChatBackend {
  /** Sets timers of a chat that runs there. Those that are not named keep their value. @throws BackendError */
  configureTimers(key: ChatKey, changes: readonly TimerChange[]): Promise<void>;
  /** Following chats, so that Lastcall's timers run for them. @default - the backend's own timers run */
  readonly following?: ChatFollowing;
}

/** Following the chats of a backend. */
export interface ChatFollowing extends Pick<Followed, 'silentAgent'> {
  /**
   * Lets the backend report what happens in a chat from now on; a repeat changes nothing.
   * @returns whether it does: the backend may report each chat to a few only.
   * @throws BackendError
   */
  begin(leg: ChatKey): Promise<boolean>;
  /** Ends a chat for everybody. One that has ended stays as it is. @throws BackendError */
  endChat(leg: ChatKey): Promise<void>;
}

/** The backend of an instance. @default - `undefined`: all chats of the instance are Lastcall's */
export type ChatBackends = (instanceId: string) => ChatBackend | undefined;

/** A message that a participant wrote. */
export interface Message {
  readonly messageId: string;
  readonly at: Instant;
  readonly participantId: string;
  readonly role: ParticipantRole;
  readonly displayName: string;
  /** A MIME type. */
  readonly contentType: string;
  readonly content: string;
  /** Chosen by the sender. A second message with the same token is a repeat of the first. */
  readonly clientToken: string;
}

/** A position in a transcript, which is ordered by instant and then by id. */
export interface Position {
  readonly at: Instant;
  readonly messageId: string;
}

/** What to read of a transcript. */
export interface TranscriptPage {
  /** Read from here, not included. @default - from the end at which the direction begins */
  readonly after?: Position;
  /** `forward`: the oldest message first. */
  readonly direction: 'forward' | 'backward';
  readonly limit: number;
}

/** Names a transcript. Once a chat has expired its contact id may be used again, for another chat with its own transcript. */
export type TranscriptOf = Pick<Chat, 'instanceId' | 'contactId' | 'startedAt'>;

/** Keeps the messages of chats for `transcriptDays` (`core/retention.ts`). */
export interface Transcript {
  /**
   * Keeps a message, unless there is one with this client token from the same participant.
   * @returns the message that is kept: this one or the earlier one.
   */
  add(chat: TranscriptOf, message: Message): Promise<Message>;
  /** The message of a participant with this client token, if there is one. */
  find(chat: TranscriptOf, participantId: string, clientToken: string): Promise<Message | undefined>;
  /** Up to `limit` messages in the order of the direction; fewer only if there are no more. Reads the latest writes. */
  read(chat: TranscriptOf, page: TranscriptPage): Promise<readonly Message[]>;
}

/** Makes ids of messages. */
export interface MessageIds {
  /** An id for a message that is sent at this instant. */
  next(at: Instant): string;
}

/** Keeps the chat settings of instances. */
export interface ChatSettingsStore {
  load(instanceId: string): Promise<ChatSettings | undefined>;
  save(instanceId: string, settings: ChatSettings): Promise<void>;
}
