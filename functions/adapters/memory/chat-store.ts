import { type Chat, type ChatKey, isConnected, withParticipant } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import type { ChatStore } from '#core/chats/ports.ts';
import { type MemoryAggregateStore, makeMemoryAggregateStore } from './aggregate-store.ts';

export interface MemoryChatStore extends ChatStore, MemoryAggregateStore<ChatKey, Chat, ChatEvent> {}

/** Keeps chats in memory. */
export function makeMemoryChatStore(): MemoryChatStore {
  const store = makeMemoryAggregateStore<ChatKey, Chat, ChatEvent>(
    ({ instanceId, contactId }) => `${instanceId}#${contactId}`,
  );
  return {
    ...store,
    async touch({ instanceId, contactId }, participantId, at) {
      const stored = store.all().find(({ state }) => state.instanceId === instanceId && state.contactId === contactId);
      const participant = stored?.state.participants.find((candidate) => candidate.participantId === participantId);
      if (!stored || !participant || !isConnected(participant) || participant.idleAt !== undefined) return undefined;
      const silentSince = Math.max(at, participant.silentSince);
      const state = withParticipant(stored.state, { ...participant, silentSince, spokeAt: silentSince });
      await store.save({ ...stored, state, version: stored.version + 1 }, stored);
      return state;
    },
  };
}
