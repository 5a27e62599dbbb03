import { type Chat, type ChatKey, isConnected, withParticipant } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { isOverLimit, withMessage } from '#core/chats/message-limit.ts';
import type { ChatStore, Message, Position, Transcript, TranscriptOf } from '#core/chats/ports.ts';
import { type MemoryAggregateStore, makeMemoryAggregateStore } from './change.ts';

export interface MemoryChatStore extends ChatStore, MemoryAggregateStore<ChatKey, Chat, ChatEvent> {}

/** Keeps chats in memory. */
export function makeMemoryChatStore(): MemoryChatStore {
  const store = makeMemoryAggregateStore<ChatKey, Chat, ChatEvent>(
    ({ instanceId, contactId }) => `${instanceId}#${contactId}`,
  );
  return {
    ...store,
    // There is no `await` between reading and saving, so it is as atomic as a conditional write.
    async touch({ instanceId, contactId }, participantId, at) {
      const stored = store.all().find(({ state }) => state.instanceId === instanceId && state.contactId === contactId);
      const participant = stored?.state.participants.find((each) => each.participantId === participantId);
      if (!stored || !participant || !isConnected(participant) || participant.idleAt !== undefined) return undefined;
      if (at < participant.silentSince || isOverLimit(participant, at)) return undefined;
      const state = withParticipant(stored.state, withMessage(participant, at));
      await store.save({ ...stored, state, version: stored.version + 1 }, stored);
      return state;
    },
  };
}

/** Keeps transcripts in memory. */
export function makeMemoryTranscript(): Transcript {
  const transcripts = new Map<string, Message[]>();
  const nameOf = ({ instanceId, contactId, startedAt }: TranscriptOf) => `${instanceId}#${contactId}#${startedAt}`;
  const messagesOf = (chat: TranscriptOf) => transcripts.get(nameOf(chat)) ?? [];
  const find = (chat: TranscriptOf, participantId: string, clientToken: string) =>
    messagesOf(chat).find((message) => message.participantId === participantId && message.clientToken === clientToken);

  return {
    async add(chat, message) {
      const kept = find(chat, message.participantId, message.clientToken);
      if (!kept) transcripts.set(nameOf(chat), [...messagesOf(chat), message].sort(byTime));
      return kept ?? message;
    },

    async find(chat, participantId, clientToken) {
      return find(chat, participantId, clientToken);
    },

    async read(chat, { after, direction, limit }) {
      const inOrder = direction === 'forward' ? messagesOf(chat) : messagesOf(chat).toReversed();
      const isAhead = (message: Message) =>
        after === undefined || (direction === 'forward' ? byTime(message, after) > 0 : byTime(message, after) < 0);
      return inOrder.filter(isAhead).slice(0, limit);
    },
  };
}

function byTime(a: Position, b: Position): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.messageId === b.messageId) return 0;
  return a.messageId < b.messageId ? -1 : 1;
}
