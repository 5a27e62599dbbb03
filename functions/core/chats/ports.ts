import type { AggregateStore } from '../commit.ts';
import type { Instant } from '../instant.ts';
import type { Chat, ChatKey } from './chat.ts';
import type { ChatEvent } from './events.ts';

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
