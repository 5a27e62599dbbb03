import * as z from 'zod/mini';
import { type Chat, type ChatKey, isConnected, withParticipant } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { isOverLimit, withMessage } from '#core/chats/message-limit.ts';
import type { ChatStore, Message, OpenChats, Position, Transcript, TranscriptOf } from '#core/chats/ports.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
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

/** Keeps the list of the open chats of a store in memory. */
export function makeMemoryOpenChats(chats: Pick<MemoryChatStore, 'load'>): OpenChats {
  const open = new Map<string, ChatKey>();
  const nameOf = ({ instanceId, contactId }: ChatKey) => `${instanceId}#${contactId}`;
  return {
    async add({ instanceId, contactId }) {
      open.set(nameOf({ instanceId, contactId }), { instanceId, contactId });
    },
    async remove(key) {
      open.delete(nameOf(key));
    },
    async page(instanceId, { limit, cursor }) {
      const list = `${instanceId}#open`;
      const after = cursor === undefined ? '' : decodeCursor(list, z.string().check(z.minLength(1)), cursor);
      const rest = [...open.values()]
        .filter((key) => key.instanceId === instanceId && key.contactId > after)
        .sort((a, b) => (a.contactId < b.contactId ? -1 : 1));
      const page = rest.slice(0, limit);
      const last = page.at(-1)?.contactId;
      const stored = await Promise.all(page.map((key) => chats.load(key)));
      return {
        chats: stored.flatMap((each) => each?.state ?? []),
        ...(last !== undefined && rest.length > limit && { cursor: encodeCursor(list, last) }),
      };
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
