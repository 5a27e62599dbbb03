import type { Message, Position } from '#core/chats/message.ts';
import type { Transcript, TranscriptOf } from '#core/chats/ports.ts';

/** Keeps what was written in chats in memory. */
export function makeMemoryTranscript(): Transcript {
  const transcripts = new Map<string, Message[]>();
  const nameOf = ({ instanceId, contactId, startedAt }: TranscriptOf) => `${instanceId}#${contactId}#${startedAt}`;
  const messagesOf = (chat: TranscriptOf) => transcripts.get(nameOf(chat)) ?? [];
  return {
    async add(chat, message) {
      const standing = messagesOf(chat).find(
        ({ participantId, clientToken }) =>
          participantId === message.participantId && clientToken === message.clientToken,
      );
      if (!standing) transcripts.set(nameOf(chat), [...messagesOf(chat), message].sort(inTime));
      return standing ?? message;
    },

    async find(chat, participantId, clientToken) {
      return messagesOf(chat).find(
        (message) => message.participantId === participantId && message.clientToken === clientToken,
      );
    },

    async read(chat, { after, direction, limit }) {
      const inOrder = direction === 'forward' ? messagesOf(chat) : messagesOf(chat).toReversed();
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
