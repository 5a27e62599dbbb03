import type { Instant } from '../instant.ts';
import type { Chat, ParticipantRole } from './chat.ts';

/** What a participant wrote. */
export interface Message {
  readonly messageId: string;
  readonly at: Instant;
  readonly participantId: string;
  readonly role: ParticipantRole;
  readonly displayName: string;
  /** A MIME type. */
  readonly contentType: string;
  readonly content: string;
  /** Chosen by the sender: what comes again under the same token is the same message. */
  readonly clientToken: string;
}

/** A place in a transcript: its order is that of instants, and of ids where two are the same. */
export interface Position {
  readonly at: Instant;
  readonly messageId: string;
}

export interface TranscriptPage {
  /** Read from here on, not including it; absent: from the end that the direction begins with. */
  readonly after?: Position;
  /** `forward`: from old to new. */
  readonly direction: 'forward' | 'backward';
  readonly limit: number;
}

/** The chat that a transcript is of. A contact id may be used again when its chat is forgotten: that is another chat. */
export type TranscriptOf = Pick<Chat, 'instanceId' | 'contactId' | 'startedAt'>;

/** Keeps each message for eight days: a week, the longest that chats of Amazon Connect last, and a day. */
export interface Transcript {
  /**
   * Keeps a message, unless there is one of this participant with this client token.
   * @returns the message as it is kept: the given one, or the one that was kept before.
   */
  add(chat: TranscriptOf, message: Message): Promise<Message>;
  /** The message of a participant with this client token, if one is kept. */
  find(chat: TranscriptOf, participantId: string, clientToken: string): Promise<Message | undefined>;
  /** Up to `limit` messages, in the order read; fewer only if there are no more. Reads the latest writes. */
  read(chat: TranscriptOf, page: TranscriptPage): Promise<readonly Message[]>;
}
