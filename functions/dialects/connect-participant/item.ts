import * as z from 'zod';
import type { ChatKey, Participant } from '#core/chats/chat.ts';
import { type Instant, toIso } from '#core/instant.ts';
import { instant, noticeTypes } from './fields.ts';

const receipt = z.strictObject({
  /** The participant who has received the message. */
  RecipientParticipantId: z.string(),
  DeliveredTimestamp: instant.exactOptional(),
  ReadTimestamp: instant.exactOptional(),
});

/** An item as it is sent to clients: a message, an event, or receipts of a message. */
export const itemAnswer = z.strictObject({
  Id: z.string(),
  AbsoluteTime: instant,
  Type: z.enum(['MESSAGE', 'EVENT', 'MESSAGEMETADATA']),
  ContentType: z.string(),
  Content: z.string().exactOptional(),
  ParticipantId: z.string().exactOptional(),
  DisplayName: z.string().exactOptional(),
  ParticipantRole: z.enum(['CUSTOMER', 'AGENT', 'SUPERVISOR', 'CUSTOM_BOT', 'SYSTEM']).exactOptional(),
  InitialContactId: z.string(),
  ContactId: z.string(),
  MessageMetadata: z.strictObject({ MessageId: z.string(), Receipts: z.array(receipt) }).exactOptional(),
});

export type Item = Readonly<z.output<typeof itemAnswer>>;

/** The participant that an item is about or that has sent it. */
export type Person = Pick<Participant, 'participantId' | 'role' | 'displayName'>;

/** What identifies an item and its chat. A chat keeps its first contact id. */
export const placed = ({ contactId }: ChatKey, Id: string, at: Instant) => ({
  Id,
  AbsoluteTime: toIso(at),
  InitialContactId: contactId,
  ContactId: contactId,
});

/** The members of an item that name a participant. */
export const personal = ({ participantId, displayName, role }: Person) => ({
  ParticipantId: participantId,
  DisplayName: displayName,
  ParticipantRole: role,
});

/** A participant has joined or left. */
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
