import { createHash } from 'node:crypto';
import type { Position, TranscriptOf } from '#core/chats/ports.ts';

/**
 * The chats table.
 *
 * | access pattern | operation | key |
 * | - | - | - |
 * | one chat with its participants | GetItem, PutItem, UpdateItem | `CHAT#{instanceId}#{contactId}`, `CHAT` |
 * | a participant has written | UpdateItem | the same |
 * | open chats of an instance, as of the latest events | Query, PutItem, DeleteItem, BatchGetItem | `OPEN#{instanceId}`, `{contactId}`; then the chats |
 *
 * No index: a chat is looked up by its contact id, and neither a chat nor a message must cost more than its own writes. The
 * list of open chats is written when the events of their start and end arrive.
 * An entry of the list and a chat that has ended carry `expiresAt` (epoch seconds, the TTL attribute).
 */
export const chatsTable = { partitionKey: 'pk', sortKey: 'sk', timeToLive: 'expiresAt' } as const;

export const chatItemKey = (instanceId: string, contactId: string) => ({
  pk: `CHAT#${instanceId}#${contactId}`,
  sk: 'CHAT',
});

export const openChatKey = (instanceId: string, contactId: string) => ({ pk: `OPEN#${instanceId}`, sk: contactId });

/** The contact id inside a chat item's partition key: what follows the second `#`. */
export const contactIdOf = (pk: string) => pk.split('#').slice(2).join('#');

/**
 * The transcripts table.
 *
 * | access pattern | operation | key |
 * | - | - | - |
 * | keep a message once for its client token | PutItem with a condition | `TRANSCRIPT#{instanceId}#{contactId}#{instant the chat started}`, `{participantId}#{SHA-256 of the client token}` |
 * | the message with a client token | GetItem | the same |
 * | messages of a chat by time | Query on `byTime`, either way | the same partition, `at` = `{instant as 13 digits}#{messageId}` |
 *
 * `byTime` is a local index, because messages are read right after they were written. Each message carries `expiresAt`
 * (epoch seconds, the TTL attribute).
 */
export const transcriptsTable = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLive: 'expiresAt',
  byTime: { name: 'byTime', sortKey: 'at' },
} as const;

export const transcriptKeys = ({ instanceId, contactId, startedAt }: TranscriptOf) => {
  const pk = `TRANSCRIPT#${instanceId}#${contactId}#${startedAt}`;
  return {
    pk,
    /** Hashed, because a client token may be longer than the 1024 bytes of a sort key. */
    message: (participantId: string, clientToken: string) => ({
      pk,
      sk: `${participantId}#${createHash('sha256').update(clientToken).digest('base64url')}`,
    }),
  };
};

/** The sort key of a position: every instant has 13 digits until the year 2286. */
export const timeKey = ({ at, messageId }: Position) => `${String(at).padStart(13, '0')}#${messageId}`;

/** @throws Error when the text is not the sort key of a position. */
export function fromTimeKey(text: string): Position {
  const [, instant, messageId] = /^(\d{13})#(.*)$/s.exec(text) ?? [];
  if (instant === undefined || messageId === undefined) throw new Error(`Not a place in a transcript: ${text}`);
  return { at: Number(instant), messageId };
}
