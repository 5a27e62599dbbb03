import type { Recorded } from '#core/change.ts';
import { type Chat, type ChatKey, findParticipant, type Participant, timerRoleOf } from '#core/chats/chat.ts';
import type { ChatSettings } from '#core/chats/chat-settings.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import type { Message } from '#core/chats/ports.ts';
import type { SentSignal } from '#core/chats/send-signal.ts';
import { toIso } from '#core/instant.ts';
import type { StreamedItem } from '#core/streaming/ports.ts';
import { noticeTexts } from './default-texts.ts';
import { noticeTypes, signalTypes } from './fields.ts';
import { type Item, itemOfEnd, itemOfPresence, type Person, personal, placed } from './item.ts';

/** A message, the same for every participant. */
export const itemOfMessage = (key: ChatKey, message: Message): Item => ({
  ...placed(key, message.messageId, message.at),
  Type: 'MESSAGE',
  ContentType: message.contentType,
  Content: message.content,
  ...personal(message),
});

/**
 * A signal as the other participants get it. A receipt becomes an item about its message. That a client is connected is not
 * sent on. Every other signal becomes an event about its sender.
 */
export function itemsOfSignal(
  key: ChatKey,
  { contentType, content, signalId, at, sender }: SentSignal,
): readonly Item[] {
  if (contentType === signalTypes.acknowledged) return [];
  const place = placed(key, signalId, at);
  const isRead = contentType === signalTypes.read;
  if (content !== undefined && (isRead || contentType === signalTypes.delivered)) {
    const seen = isRead ? { ReadTimestamp: toIso(at) } : { DeliveredTimestamp: toIso(at) };
    const receipt = { RecipientParticipantId: sender.participantId, ...seen };
    const metadata = { MessageId: content, Receipts: [receipt] };
    return [{ ...place, Type: 'MESSAGEMETADATA', ContentType: noticeTypes.receipt, MessageMetadata: metadata }];
  }
  const given = content !== undefined && { Content: content };
  return [{ ...place, Type: 'EVENT', ContentType: contentType, ...given, ...personal(sender) }];
}

/** An event as clients get it, in this order. An event that is not for participants becomes no item. */
export function itemsOfEvent(
  chat: Chat,
  { eventId, at, fact }: Recorded<ChatEvent>,
  settings: ChatSettings,
): readonly Item[] {
  const texts = noticeTexts(settings, chat.language);
  const about = (participantId: string, item: (person: Person) => Item) => {
    const participant = findParticipant(chat, participantId);
    return participant ? [item(participant)] : [];
  };
  const notice = (ContentType: string, text: string) => (person: Person) => ({
    ...placed(chat, eventId, at),
    Type: 'EVENT' as const,
    ContentType,
    Content: withName(text, person),
    ...personal(person),
  });
  const presence = (type: 'joined' | 'left') => (person: Person) => itemOfPresence(chat, person, { type, at });
  switch (fact.type) {
    case 'ChatStarted':
    case 'TimersConfigured':
    case 'AutoDisconnectSkipped':
      return [];
    case 'ParticipantJoined':
      return about(fact.participantId, presence('joined'));
    case 'ParticipantLeft':
      return about(fact.participantId, presence('left'));
    case 'ParticipantWentIdle':
      return about(fact.participantId, notice(noticeTypes.idle, texts.idle));
    case 'ParticipantReturned':
      return about(fact.participantId, notice(noticeTypes.returned, texts.returned));
    case 'ParticipantsDisconnected': {
      const silent = silentParticipant(chat, fact);
      const disconnection = silent && notice(noticeTypes.autoDisconnection, texts.disconnected)(silent);
      const departures = fact.participantIds.flatMap((id) => about(id, presence('left')));
      return disconnection ? [disconnection, ...departures] : departures;
    }
    case 'ChatEnded':
      return [itemOfEnd(chat, at)];
    default:
      // While two versions run, a chat may bring an event that only the newer one knows.
      fact satisfies never;
      return [];
  }
}

/** A name may contain what `replaceAll` takes for a pattern. */
const withName = (text: string, { displayName }: Person) => text.replaceAll('{displayName}', () => displayName);

/**
 * The participant whose inactivity led to a disconnection: the customer, or one of those who were disconnected. An older
 * version called the role of a bot AGENT.
 */
function silentParticipant(
  { participants }: Chat,
  { silentRole, participantIds }: Extract<ChatEvent, { type: 'ParticipantsDisconnected' }>,
): Participant | undefined {
  if (silentRole === 'CUSTOMER') return participants.find(({ role }) => role === 'CUSTOMER');
  const others = participants.filter(({ participantId }) => participantIds.includes(participantId));
  return others.find(({ role }) => role === silentRole) ?? others.find((other) => timerRoleOf(other) === 'AGENT');
}

/** An event as streaming endpoints get it. The id of an item is unique within its chat only, so the event's id is used. */
export const streamedItems = (
  event: Recorded<ChatEvent>,
  chat: Chat,
  settings: ChatSettings,
): readonly StreamedItem[] =>
  itemsOfEvent(chat, event, settings).map((item, index) => ({
    id: `${event.eventId}/${index + 1}`,
    body: JSON.stringify(item),
  }));
