import type { Commit } from '../commit.ts';
import type { Chat, ChatKey } from './chat.ts';
import type { ChatEvent } from './events.ts';
import { expire } from './silence.ts';

/**
 * An alarm of a chat rings: does what silence has led to by now, and sets the alarm for what comes next. Ringing twice,
 * late or for nothing does no harm: what is due follows from the chat alone.
 *
 * A last delivery is like any other: an alarm that fails to the last is kept with the dead letters, and does its work
 * when somebody sends it back. Guarded by another alarm it would never get there, and fail for ever.
 */
export function makeRingChat({ commitChat }: { readonly commitChat: Commit<ChatKey, Chat, ChatEvent> }) {
  return async (key: ChatKey): Promise<void> => {
    await commitChat(key, expire, 'redelivery');
  };
}
