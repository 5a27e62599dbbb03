import type { Commit } from '../commit.ts';
import type { Clock } from '../ports.ts';
import type { ChatOutcome } from './change.ts';
import type { Absence, Chat, ChatKey } from './chat.ts';
import type { ChatEvent } from './events.ts';
import type { ChatStore } from './ports.ts';
import { speak } from './silence.ts';

interface Ports {
  readonly chats: ChatStore;
  readonly commitChat: Commit<ChatKey, Chat, ChatEvent>;
  readonly clock: Clock;
}

export type ActivityOutcome = ChatOutcome<Absence>;

/** A participant has written: one conditional write, unless the participant was idle or is not there. */
export function makeRecordActivity({ chats, commitChat, clock }: Ports) {
  return async (key: ChatKey, participantId: string): Promise<ActivityOutcome> => {
    const chat = await chats.touch(key, participantId, clock.now());
    if (chat) return { type: 'done', chat };
    return commitChat(key, (chat, now) => speak(chat, participantId, now), 'caller');
  };
}
