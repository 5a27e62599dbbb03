import type { Channel } from './agent-state.ts';
import { type Contact, type InitiationMethod, wholeOf } from './contact.ts';

/** How a contact begins. */
export interface NewContact {
  readonly channel: Channel;
  /** @default INBOUND for a call, API for the rest */
  readonly initiationMethod?: InitiationMethod;
  /** The queue it goes to at once. @default none: it stays in its flow */
  readonly queueId?: string;
  /** The leg before, if this is another leg of the same chat. */
  readonly previousContactId?: string;
  /** The chat that a persistent chat continues. */
  readonly relatedContactId?: string;
}

/** A contact that has just begun. What belongs to the life of a chat comes from the leg before. */
export function newContact(
  { channel, initiationMethod = channel === 'VOICE' ? 'INBOUND' : 'API', relatedContactId }: NewContact,
  { id, now, previous }: { readonly id: string; readonly now: number; readonly previous: Contact | undefined },
): Contact {
  return {
    id,
    channel,
    initiationMethod,
    initiatedAt: now,
    ...(previous !== undefined && { previousContactId: previous.id, initialContactId: wholeOf(previous) }),
    ...(relatedContactId !== undefined && { relatedContactId }),
    timers: previous?.timers ?? {},
    streams: previous?.streams ?? {},
    transfers: previous === undefined ? 0 : previous.transfers + 1,
  };
}
