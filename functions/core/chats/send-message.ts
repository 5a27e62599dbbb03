import type { Commit } from '../commit.ts';
import type { Instant } from '../instant.ts';
import type { Clock } from '../ports.ts';
import type { Tell } from '../tell.ts';
import { type Absence, type Chat, type ChatKey, findPresent, isConnected } from './chat.ts';
import { connectionsOf } from './connections.ts';
import type { ChatEvent } from './events.ts';
import type { Message } from './message.ts';
import type { ChatStore, Transcript } from './ports.ts';
import { speak } from './silence.ts';

/** What somebody wants to say. */
export interface Saying {
  readonly contentType: string;
  readonly content: string;
  /** Chosen by the sender: said again under the same token, it is the same message. */
  readonly clientToken?: string;
}

export type SendOutcome =
  | { readonly type: 'sent'; readonly message: Message }
  /** The token stands for another message already. */
  | { readonly type: 'tokenReused' }
  | { readonly type: Absence };

interface Ports {
  readonly chats: Pick<ChatStore, 'touch' | 'load'>;
  readonly commitChat: Commit<ChatKey, Chat, ChatEvent>;
  readonly transcript: Transcript;
  readonly tell: Tell<ChatKey>;
  readonly frameOf: (key: ChatKey, message: Message) => string;
  readonly clock: Clock;
  /** Names a message of that instant. */
  readonly messageIds: { next(at: Instant): string };
}

/**
 * A participant writes: the timers begin anew, the message is kept, and everybody there is told, the sender included,
 * who may have other windows open. Broken off anywhere, it is made up for when the sender tries again with its token; sent
 * again by somebody idle it is no sign of life.
 */
export function makeSendMessage({ chats, commitChat, transcript, tell, frameOf, clock, messageIds }: Ports) {
  /** A message that was kept before its writer fell silent, or left, and is now sent once more. */
  async function repeated(key: ChatKey, participantId: string, { clientToken }: Saying): Promise<Message | undefined> {
    const chat = clientToken === undefined ? undefined : (await chats.load(key))?.state;
    return chat && clientToken !== undefined ? transcript.find(chat, participantId, clientToken) : undefined;
  }

  return async (key: ChatKey, participantId: string, saying: Saying): Promise<SendOutcome> => {
    const touched = await chats.touch(key, participantId, clock.now());
    const before = touched ? undefined : await repeated(key, participantId, saying);
    if (before) return answer(before, saying);
    const active = touched
      ? ({ type: 'done', chat: touched } as const)
      : await commitChat(key, (chat, now) => speak(chat, participantId, now), 'caller');
    if (active.type !== 'done') return active;
    const found = findPresent(active.chat, participantId);
    if (found.type !== 'present') return found;
    const { role, displayName } = found.participant;
    const at = clock.now();
    const messageId = messageIds.next(at);
    const message = { clientToken: messageId, ...saying, messageId, at, participantId, role, displayName };
    const kept = await transcript.add(found.chat, message);
    const outcome = answer(kept, saying);
    if (outcome.type !== 'sent') return outcome;
    await tell(key, connectionsOf(found.chat.participants.filter(isConnected)), [frameOf(key, kept)]);
    return outcome;
  };
}

/** What was kept under a token answers only for what it is. */
function answer(kept: Message, { content, contentType }: Saying): SendOutcome {
  const isSame = kept.content === content && kept.contentType === contentType;
  return isSame ? { type: 'sent', message: kept } : { type: 'tokenReused' };
}
