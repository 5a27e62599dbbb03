import type { ChatKey } from '#core/chats/chat.ts';
import type { Message, Position, Transcript } from '#core/chats/transcript.ts';

/** Keeps what was written in chats in memory. */
export function makeMemoryTranscript(): Transcript {
  const transcripts = new Map<string, Message[]>();
  const nameOf = ({ instanceId, contactId }: ChatKey) => `${instanceId}#${contactId}`;
  const messagesOf = (key: ChatKey) => transcripts.get(nameOf(key)) ?? [];
  return {
    async add(key, message) {
      const standing = messagesOf(key).find(
        ({ participantId, clientToken }) =>
          participantId === message.participantId && clientToken === message.clientToken,
      );
      if (!standing) transcripts.set(nameOf(key), [...messagesOf(key), message].sort(inTime));
      return standing ?? message;
    },

    async read(key, { after, direction, limit }) {
      const inOrder = direction === 'forward' ? messagesOf(key) : messagesOf(key).toReversed();
      const isAhead = (message: Message) =>
        after === undefined || (direction === 'forward' ? inTime(message, after) > 0 : inTime(message, after) < 0);
      return inOrder.filter(isAhead).slice(0, limit);
    },
  };
}

function inTime(a: Position, b: Position): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.messageId === b.messageId) return 0;
  return a.messageId < b.messageId ? -1 : 1;
}
