import * as z from 'zod/mini';
import type { ParticipantRole } from '#core/chats/chat.ts';
import type { ChatNews } from '#core/chats/chat-news.ts';
import { fromIso, type Instant } from '#core/instant.ts';
import { idOf } from './instance.ts';

/** What Amazon Connect streams of a chat, as SNS puts it into a queue. */
export interface ChatNotification {
  readonly instanceId: string;
  /** The chat, by the id that it began with. */
  readonly contactId: string;
  /** The id of the item, the same in every delivery of it. */
  readonly itemId: string;
  /** Nothing for an item that says nothing of who is there and who writes. */
  readonly news?: ChatNews;
}

const id = z.string().check(z.regex(/^[\w.:@-]{1,256}$/));
const roles = ['CUSTOMER', 'AGENT', 'SUPERVISOR', 'CUSTOM_BOT', 'SYSTEM'] as const satisfies readonly ParticipantRole[];

const attribute = z.object({ Value: z.string() });

/** The envelope of SNS (docs.aws.amazon.com/connect/latest/adminguide/sns-payload.html). Items have no instance of their own. */
const envelope = z.object({
  Message: z.string(),
  MessageAttributes: z.object({ InstanceId: attribute }),
});

const item = z.object({
  Id: z.string().check(z.minLength(1)),
  AbsoluteTime: z.pipe(
    z.string(),
    z.transform((text) => fromIso(text)),
  ),
  InitialContactId: z.nullish(id),
  ContactId: id,
  Type: z.string(),
  ContentType: z.nullish(z.string()),
  ParticipantId: z.nullish(id),
  ParticipantRole: z.nullish(z.string()),
  DisplayName: z.nullish(z.string()),
});

type Item = z.output<typeof item>;

const eventPrefix = 'application/vnd.amazonaws.connect.event.';

/**
 * Reads the body of a message of the queue. Types and roles that are not known are passed over: Amazon Connect adds some.
 *
 * @throws SyntaxError or ZodError for what is no notification of a chat
 */
export function parseChatNotification(body: string): ChatNotification {
  const { Message, MessageAttributes } = envelope.parse(jsonOf(body));
  const instanceId = id.parse(idOf(MessageAttributes.InstanceId.Value));
  const read = item.parse(jsonOf(Message));
  const at = z.int().parse(read.AbsoluteTime);
  const contactId = read.InitialContactId ?? read.ContactId;
  const news = newsOf(read, { key: { instanceId, contactId }, legId: read.ContactId, at });
  return { instanceId, contactId, itemId: read.Id, ...(news && { news }) };
}

/** The error of `JSON.parse` quotes the text, and texts of messages are never logged. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError('The notification is not JSON');
  }
}

interface Place {
  readonly key: ChatNews['key'];
  readonly legId: string;
  readonly at: Instant;
}

function newsOf(read: Item, place: Place): ChatNews | undefined {
  const what = whatOf(read);
  if (what === undefined) return undefined;
  if (what.type === 'ended') return { ...place, type: 'ended' };
  const role = roles.find((known) => known === read.ParticipantRole?.toUpperCase());
  if (role === undefined) return undefined;
  // A leg has one agent, so that its role names a participant without an id.
  const participantId = read.ParticipantId ?? `${place.legId}:${role}`;
  return { ...place, ...what, who: { participantId, role, displayName: nameOf(read.DisplayName) ?? role } };
}

type What =
  | { readonly type: 'joined' | 'left' | 'wrote' | 'ended' }
  | { readonly type: 'seen'; readonly isReceipt: boolean };

/** A message or an attachment starts the timers of its writer again; typing and receipts do not. */
function whatOf({ Type, ContentType }: Item): What | undefined {
  if (Type === 'MESSAGE' || Type === 'ATTACHMENT') return { type: 'wrote' };
  if (Type !== 'EVENT' || !ContentType?.startsWith(eventPrefix)) return undefined;
  return events.get(ContentType.slice(eventPrefix.length));
}

const events = new Map<string, What>(
  Object.entries({
    'participant.joined': { type: 'joined' },
    'participant.left': { type: 'left' },
    'chat.ended': { type: 'ended' },
    typing: { type: 'seen', isReceipt: false },
    'connection.acknowledged': { type: 'seen', isReceipt: false },
    'message.delivered': { type: 'seen', isReceipt: true },
    'message.read': { type: 'seen', isReceipt: true },
  } satisfies Record<string, What>),
);

/** A name without characters that could spoil the texts it stands in; nothing if there is nothing left. */
const nameOf = (given: string | null | undefined): string | undefined =>
  given
    ?.replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, 100) || undefined;
