import type { Instant } from '../instant.ts';
import type { ParticipantRole } from './chat.ts';

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
