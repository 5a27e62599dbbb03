import { type Chat, type ChatKey, findParticipant, type Participant, timerRoleOf } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import type { Message } from '#core/chats/message.ts';
import type { NoticeTexts } from '#core/chats/notices.ts';
import type { SentSignal } from '#core/chats/send-signal.ts';
import type { Recorded } from '#core/commit.ts';
import { toIso } from '#core/instant.ts';
import { noticeTypes, signalTypes } from './content-types.ts';
import { type Item, itemOfEnd, itemOfPresence, type Person, personal, placed } from './item.ts';

/** A message as everybody in the chat sees it. */
export const itemOfMessage = (key: ChatKey, message: Message): Item => ({
  ...placed(key, message.messageId, message.at),
  Type: 'MESSAGE',
  ContentType: message.contentType,
  Content: message.content,
  ...personal(message),
});

/**
 * What the others are told of a signal: a receipt tells of a message and who has received it, that a client is there
 * tells nobody anything, and the rest are events about their sender.
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
  const words = content !== undefined && { Content: content };
  return [{ ...place, Type: 'EVENT', ContentType: contentType, ...words, ...personal(sender) }];
}

/** What clients are told of an event, in the order in which they are told; of some, nothing. */
export function itemsOfEvent(
  chat: Chat,
  { eventId, at, fact }: Recorded<ChatEvent>,
  texts: NoticeTexts,
): readonly Item[] {
  const about = (participantId: string, item: (person: Person) => Item) => {
    const participant = findParticipant(chat, participantId);
    return participant ? [item(participant)] : [];
  };
  const notice = (ContentType: string, text: string) => (person: Person) => ({
    ...placed(chat, eventId, at),
    Type: 'EVENT' as const,
    ContentType,
    Content: filled(text, person),
    ...personal(person),
  });
  const presence = (type: 'joined' | 'left') => (person: Person) => itemOfPresence(chat, person, { type, at });
  switch (fact.type) {
    case 'ChatStarted':
    case 'TimersConfigured':
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
      return disconnection ? [{ ...disconnection, ParticipantRole: fact.silentRole }, ...departures] : departures;
    }
    case 'ChatEnded':
      return [itemOfEnd(chat, at)];
  }
}

/** Names may hold what `replaceAll` takes for a pattern. */
const filled = (text: string, { displayName }: Person) => text.replaceAll('{displayName}', () => displayName);

/** Whose silence it was: the customer's, or that of one of those who were disconnected for it. */
function silentParticipant(
  { participants }: Chat,
  { silentRole, participantIds }: Extract<ChatEvent, { type: 'ParticipantsDisconnected' }>,
): Participant | undefined {
  return participants.find(
    (participant) =>
      timerRoleOf(participant) === silentRole &&
      (silentRole === 'CUSTOMER' || participantIds.includes(participant.participantId)),
  );
}
