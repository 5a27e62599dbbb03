import type { Clock } from '../ports.ts';
import type { PushFrames } from '../push-frames.ts';
import { participantWrote, type WriteRefusal } from './activity.ts';
import { type ChatKey, findPresent, isConnected } from './chat.ts';
import { connectionsOf } from './connections.ts';
import type { ChangeChat } from './decision.ts';
import type { ChatStore, Message, MessageIds, Transcript } from './ports.ts';

/** A message as its sender writes it. */
export interface NewMessage {
  readonly contentType: string;
  readonly content: string;
  /** Chosen by the sender. A second message with the same token is a repeat of the first. */
  readonly clientToken?: string;
}

export type SendOutcome =
  | { readonly type: 'sent'; readonly message: Message }
  /** The token belongs to another message. */
  | { readonly type: 'tokenReused' }
  | { readonly type: WriteRefusal };

interface Ports {
  readonly chats: Pick<ChatStore, 'touch' | 'load'>;
  readonly changeChat: ChangeChat;
  readonly transcript: Pick<Transcript, 'add' | 'find'>;
  readonly pushFrames: PushFrames<ChatKey>;
  readonly frameOf: (key: ChatKey, message: Message) => string;
  readonly clock: Clock;
  readonly messageIds: MessageIds;
}

/**
 * A participant sends a message: their timers start again, the message is kept, and all participants are notified. The
 * sender is notified too, because other windows may be open. If this fails halfway, a repeat with the same token completes
 * it. A repeat by a participant who has become idle since then is no activity.
 */
export function makeSendMessage(ports: Ports) {
  const { chats, changeChat, transcript, pushFrames, frameOf, clock, messageIds } = ports;

  /** The message that a participant who is idle or has left repeats, if it is kept. */
  async function findRepeated(
    key: ChatKey,
    participantId: string,
    { clientToken }: NewMessage,
  ): Promise<Message | undefined> {
    if (clientToken === undefined) return undefined;
    const chat = (await chats.load(key))?.state;
    return chat && transcript.find(chat, participantId, clientToken);
  }

  return async (key: ChatKey, participantId: string, newMessage: NewMessage): Promise<SendOutcome> => {
    const touched = await chats.touch(key, participantId, clock.now());
    const repeated = touched ? undefined : await findRepeated(key, participantId, newMessage);
    if (repeated) return outcomeOf(repeated, newMessage);
    const active = touched
      ? ({ type: 'done', chat: touched } as const)
      : await changeChat(key, (chat, now) => participantWrote(chat, participantId, now));
    if (active.type !== 'done') return active;
    const found = findPresent(active.chat, participantId);
    if (found.type !== 'present') return found;
    // The message has the instant from which the silence of its sender counts.
    const { role, displayName, wroteAt: at = clock.now() } = found.participant;
    const messageId = messageIds.next(at);
    const message = { clientToken: messageId, ...newMessage, messageId, at, participantId, role, displayName };
    const kept = await transcript.add(found.chat, message);
    const outcome = outcomeOf(kept, newMessage);
    if (outcome.type !== 'sent') return outcome;
    await pushFrames(key, connectionsOf(found.chat.participants.filter(isConnected)), [frameOf(key, kept)]);
    return outcome;
  };
}

/** A message that is kept under the same token is the answer only if it is the same message. */
function outcomeOf(kept: Message, { content, contentType }: NewMessage): SendOutcome {
  const isSame = kept.content === content && kept.contentType === contentType;
  return isSame ? { type: 'sent', message: kept } : { type: 'tokenReused' };
}
