import type { Instant } from '../instant.ts';
import type { ChatKey, ParticipantRole } from './chat.ts';

/** A participant as the backend names it. */
export interface Somebody {
  readonly participantId: string;
  readonly role: ParticipantRole;
  readonly displayName: string;
}

/** What has happened in a chat of a backend. */
export type ChatNews = {
  /** The chat, by the id that it began with. */
  readonly key: ChatKey;
  /** What the backend calls it since the last transfer. */
  readonly legId: string;
  readonly at: Instant;
} & (
  | { readonly type: 'joined' | 'left' | 'wrote'; readonly who: Somebody }
  /** The client of a participant has shown that it is there, by typing or by a receipt. No timer starts again. */
  | { readonly type: 'seen'; readonly who: Somebody; readonly isReceipt: boolean }
  | { readonly type: 'ended' }
);
