import type { ChatKey, Participant, ParticipantRole } from '#core/chats/chat.ts';
import { type Instant, toIso } from '#core/instant.ts';
import { noticeTypes } from './content-types.ts';

/** What clients see of a chat: a message, an event, or what is known of a message that was sent. */
export interface Item {
  readonly Id: string;
  readonly AbsoluteTime: string;
  readonly Type: 'MESSAGE' | 'EVENT' | 'MESSAGEMETADATA';
  readonly ContentType: string;
  readonly Content?: string;
  readonly ParticipantId?: string;
  readonly DisplayName?: string;
  readonly ParticipantRole?: ParticipantRole;
  readonly InitialContactId: string;
  readonly ContactId: string;
  readonly MessageMetadata?: { readonly MessageId: string; readonly Receipts: readonly Receipt[] };
}

interface Receipt {
  /** Who has received the message. */
  readonly RecipientParticipantId: string;
  readonly DeliveredTimestamp?: string;
  readonly ReadTimestamp?: string;
}

/** Whom an item is about. */
export type Person = Pick<Participant, 'participantId' | 'role' | 'displayName'>;

/** Where and when an item belongs; a chat keeps the contact it began as. */
export const placed = ({ contactId }: ChatKey, Id: string, at: Instant) => ({
  Id,
  AbsoluteTime: toIso(at),
  InitialContactId: contactId,
  ContactId: contactId,
});

/** Whom an item is about, or who has sent it. */
export const personal = ({ participantId, displayName, role }: Person) => ({
  ParticipantId: participantId,
  DisplayName: displayName,
  ParticipantRole: role,
});

/** Somebody has joined or left. */
export const itemOfPresence = (
  key: ChatKey,
  person: Person,
  { type, at }: { readonly type: 'joined' | 'left'; readonly at: Instant },
): Item => ({
  ...placed(key, `${key.contactId}/${person.participantId}/${type}`, at),
  Type: 'EVENT',
  ContentType: noticeTypes[type],
  ...personal(person),
});

/** The chat has ended. */
export const itemOfEnd = (key: ChatKey, at: Instant): Item => ({
  ...placed(key, `${key.contactId}/ended`, at),
  Type: 'EVENT',
  ContentType: noticeTypes.ended,
  ParticipantRole: 'SYSTEM',
});
