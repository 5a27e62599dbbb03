import { createHash } from 'node:crypto';
import type { Position } from '#core/chats/message.ts';
import type { TranscriptOf } from '#core/chats/ports.ts';

/**
 * The transcripts table.
 *
 * | access pattern | operation | key |
 * | - | - | - |
 * | keep a message once for its client token | PutItem with a condition | `TRANSCRIPT#{instanceId}#{contactId}#{instant the chat started}`, `{participantId}#{SHA-256 of the client token}` |
 * | the message of a client token | GetItem | the same |
 * | messages of a chat by time | Query on `byTime`, either way | the same partition, `at` = `{instant as 13 digits}#{messageId}` |
 *
 * `byTime` is a local index, for it is read right after it was written. A message carries `expiresAt` (epoch seconds,
 * the TTL attribute), eight days after it was written.
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
    /** A client token may be longer than the 1024 bytes of a sort key. */
    message: (participantId: string, clientToken: string) => ({
      pk,
      sk: `${participantId}#${createHash('sha256').update(clientToken).digest('base64url')}`,
    }),
  };
};

/** The place of a message in the order of time: every instant has 13 digits until the year 2286. */
export const timeKey = ({ at, messageId }: Position) => `${String(at).padStart(13, '0')}#${messageId}`;

/** @throws Error when the text is no place. */
export function fromTimeKey(text: string): Position {
  const [, instant, messageId] = /^(\d{13})#(.*)$/s.exec(text) ?? [];
  if (instant === undefined || messageId === undefined) throw new Error(`Not a place in a transcript: ${text}`);
  return { at: Number(instant), messageId };
}
